using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Postgres.Leases;

/// <summary>What a company's next owner has to wait for, and what the one before is told.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class TakeoverTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private LeaseCase Case => new(factory.Store, (PostgresDatabase)factory.Database);

    [Fact]
    public async Task A_new_company_and_one_taken_again_by_the_same_lease_wait_for_nobody()
    {
        var lease = await Case.LeaseAsync();
        var company = await Case.CompanyAsync();

        var first = await Case.ActivateAsync(company, lease);
        var again = await Case.ActivateAsync(company, lease);

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (first.AckWait, again.AckWait));
        Assert.Equal(first.Epoch + 1, again.Epoch);
        Assert.Empty((await Case.RenewAsync(lease)).Takeovers);
    }

    [Fact]
    public async Task A_company_taken_from_a_living_lease_waits_until_its_node_confirms()
    {
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, old);

        var taken = await Case.ActivateAsync(company, next);

        Assert.InRange(taken.AckWait, LeaseCase.Long / 2, LeaseCase.Long);
        Assert.InRange(await Case.WaitAsync(taken), LeaseCase.Long / 2, LeaseCase.Long);
        var told = await Case.RenewAsync(old);
        Assert.True(told.IsAlive);
        Assert.Equal(new Takeover(company, taken.Epoch), Assert.Single(told.Takeovers));
        // Told again until it is confirmed: the answer may have been lost.
        Assert.Single((await Case.RenewAsync(old)).Takeovers);
        Assert.NotEqual(TimeSpan.Zero, await Case.WaitAsync(taken));

        await Case.Leases.ConfirmAsync(old, told.Takeovers, CancellationToken.None);

        Assert.Equal(TimeSpan.Zero, await Case.WaitAsync(taken));
        Assert.Empty((await Case.RenewAsync(old)).Takeovers);
    }

    [Fact]
    public async Task Many_companies_are_asked_for_at_once_and_answered_in_order()
    {
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var (free, waiting, other) = (await Case.CompanyAsync(), await Case.CompanyAsync(), await Case.CompanyAsync());
        await Case.ActivateAsync(waiting, old);
        await Case.ActivateAsync(other, old);
        var nos = new List<int>();
        foreach (var company in new[] { waiting, free, other, waiting })
            nos.Add((await Case.ActivateAsync(company, next)).CompanyNo);

        var waits = await Case.Ledger.AckWaitsAsync([.. nos, int.MaxValue], CancellationToken.None);

        Assert.Equal([true, false, true, true, false], waits.Select(w => w > LeaseCase.Long / 2));
        // The same lease, the same wait: they ask together again.
        Assert.Single(new[] { waits[0], waits[2], waits[3] }.Distinct());
    }

    [Fact]
    public async Task A_confirmation_of_an_older_takeover_leaves_a_newer_one()
    {
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, old);
        await Case.ActivateAsync(company, next);
        var told = (await Case.RenewAsync(old)).Takeovers;
        await Case.ActivateAsync(company, old);
        var taken = await Case.ActivateAsync(company, next);

        await Case.Leases.ConfirmAsync(old, told, CancellationToken.None);

        Assert.NotEqual(TimeSpan.Zero, await Case.WaitAsync(taken));
        Assert.Equal(new Takeover(company, taken.Epoch), Assert.Single((await Case.RenewAsync(old)).Takeovers));
    }

    [Fact]
    public async Task A_third_owner_inherits_the_wait()
    {
        var (first, second, third) = (await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, first);
        var taken = await Case.ActivateAsync(company, second);
        await Case.Ledger.ReleaseAsync(taken.CompanyNo, taken.Epoch, CancellationToken.None);
        await Case.Leases.ReleaseAsync(second, CancellationToken.None);

        var last = await Case.ActivateAsync(company, third);

        Assert.InRange(last.AckWait, LeaseCase.Long / 2, LeaseCase.Long);
        Assert.NotEqual(TimeSpan.Zero, await Case.WaitAsync(last));
        await Case.Leases.ReleaseAsync(first, CancellationToken.None);
        Assert.Equal(TimeSpan.Zero, await Case.WaitAsync(last));
    }

    [Fact]
    public async Task Each_of_several_owners_before_must_be_gone()
    {
        var (first, second, third) = (await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, first);
        await Case.ActivateAsync(company, second);
        var last = await Case.ActivateAsync(company, third);

        await Case.Leases.ReleaseAsync(second, CancellationToken.None);
        Assert.NotEqual(TimeSpan.Zero, await Case.WaitAsync(last));
        await Case.Leases.ReleaseAsync(first, CancellationToken.None);

        Assert.Equal(TimeSpan.Zero, await Case.WaitAsync(last));
    }

    [Fact]
    public async Task Nobody_waits_for_a_company_that_was_released_or_whose_owners_lease_is_dead_or_has_expired()
    {
        var (released, dead, expired, next) = (
            await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync());
        var companies = new[] { await Case.CompanyAsync(), await Case.CompanyAsync(), await Case.CompanyAsync() };
        var first = await Case.ActivateAsync(companies[0], released);
        await Case.Ledger.ReleaseAsync(first.CompanyNo, first.Epoch, CancellationToken.None);
        await Case.ActivateAsync(companies[1], dead);
        await Case.Leases.ReleaseAsync(dead, CancellationToken.None);
        await Case.ActivateAsync(companies[2], expired);
        await Case.Leases.RenewAsync(expired, LeaseCase.Instantly, CancellationToken.None);

        foreach (var company in companies)
        {
            var taken = await Case.ActivateAsync(company, next);
            Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (taken.AckWait, await Case.WaitAsync(taken)));
        }

        Assert.True(await Case.IsDeadAsync(expired));
        Assert.Empty((await Case.RenewAsync(released)).Takeovers);
    }

    [Fact]
    public async Task A_lease_that_is_dead_or_has_expired_takes_nothing()
    {
        var (dead, expired, other) = (await Case.LeaseAsync(), await Case.LeaseAsync(LeaseCase.Instantly), await Case.LeaseAsync());
        await Case.Leases.ReleaseAsync(dead, CancellationToken.None);
        var company = await Case.CompanyAsync();
        var before = await Case.ActivateAsync(company, other);

        foreach (var lease in new[] { dead, expired, long.MaxValue })
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => Case.ActivateAsync(company, lease));

        Assert.Equal(before.Epoch + 1, (await Case.ActivateAsync(company, other)).Epoch);
    }

    [Fact]
    public async Task A_node_from_which_too_much_was_taken_at_once_loses_its_lease()
    {
        await using var narrow = await PostgresDatabase.OpenAsync(
            new() { ConnectionString = ((PostgresDatabase)factory.Database).ConnectionString, TakeoversMax = 1 });
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        foreach (var company in new[] { await Case.CompanyAsync(), await Case.CompanyAsync() })
        {
            await Case.ActivateAsync(company, old);
            await Case.ActivateAsync(company, next);
        }

        Assert.False((await narrow.Leases!.RenewAsync(old, LeaseCase.Long, CancellationToken.None)).IsAlive);
    }
}
