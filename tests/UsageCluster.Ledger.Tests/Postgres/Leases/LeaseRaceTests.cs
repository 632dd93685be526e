using UsageCluster.Actors.Leases;

namespace UsageCluster.Ledger.Tests.Postgres.Leases;

/// <summary>A renewal in flight against one who takes a company, and against one who marks the lease dead: whoever comes second sees the first.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class LeaseRaceTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private LeaseCase Case => new(factory.Store, Database);

    private PostgresDatabase Database => (PostgresDatabase)factory.Database;

    [Fact]
    public async Task A_taker_that_meets_a_renewal_waits_for_what_was_renewed()
    {
        // It would have expired: a taker who read past the renewal would wait for nobody.
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        await Case.ActivateAsync(company, old);
        await Case.Leases.RenewAsync(old, LeaseCase.Instantly, CancellationToken.None);
        await using var observer = await Database.ConnectAsync();
        await using var renewal = await Case.BeginAsync(
            $"UPDATE usage.node_leases SET expires_at = clock_timestamp() + interval '9 minutes' WHERE lease_no = {old}");

        var taking = Case.ActivateAsync(company, next);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        await LeaseCase.RunAsync(renewal, "COMMIT");

        Assert.InRange((await taking).AckWait, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(9));
        Assert.False(await Case.IsDeadAsync(old));
    }

    [Fact]
    public async Task A_renewal_that_meets_a_taker_is_told_of_the_company()
    {
        var (old, next) = (await Case.LeaseAsync(), await Case.LeaseAsync());
        var company = await Case.CompanyAsync();
        var owned = await Case.ActivateAsync(company, old);
        await using var observer = await Database.ConnectAsync();
        // Holds the taker up where it has the locks of head and lease and has not committed.
        await using var obstacle = await Case.BeginAsync(
            $"INSERT INTO usage.takeovers (lease_no, company_no, epoch) VALUES ({old}, {owned.CompanyNo}, 1)");

        var taking = Case.ActivateAsync(company, next);
        await PostgresWaiting.ForLocksAsync(observer, 1);
        var renewing = Case.RenewAsync(old);
        await PostgresWaiting.ForLocksAsync(observer, 2);
        await LeaseCase.RunAsync(obstacle, "ROLLBACK");

        var taken = await taking;
        Assert.Equal(new Takeover(company, taken.Epoch), Assert.Single((await renewing).Takeovers));
        Assert.True((await renewing).IsAlive);
    }

    [Fact]
    public async Task A_renewal_that_meets_the_mark_of_death_fails()
    {
        var lease = await Case.LeaseAsync();
        await using var observer = await Database.ConnectAsync();
        await using var marking = await Case.BeginAsync($"UPDATE usage.node_leases SET dead = true WHERE lease_no = {lease}");

        var renewing = Case.RenewAsync(lease);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        await LeaseCase.RunAsync(marking, "COMMIT");

        Assert.False((await renewing).IsAlive);
    }

    [Fact]
    public async Task A_renewal_that_waits_for_a_lock_until_the_lease_has_expired_fails()
    {
        var lease = await Case.LeaseAsync();
        await using var observer = await Database.ConnectAsync();
        await using var holder = await Case.BeginAsync($"SELECT 1 FROM usage.node_leases WHERE lease_no = {lease} FOR UPDATE");

        var renewing = Case.RenewAsync(lease);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        await LeaseCase.RunAsync(holder, $"UPDATE usage.node_leases SET expires_at = clock_timestamp() WHERE lease_no = {lease}; COMMIT");

        Assert.False((await renewing).IsAlive);
    }

    [Fact]
    public async Task Takers_of_many_companies_and_renewals_of_both_leases_never_deadlock_and_lose_no_takeover()
    {
        var leases = new[] { await Case.LeaseAsync(), await Case.LeaseAsync() };
        var companies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Case.CompanyAsync()));
        foreach (var company in companies)
            await Case.ActivateAsync(company, leases[0]);

        // Both nodes take every company from each other, over and over, while both renew and confirm.
        using var done = new CancellationTokenSource();
        var renewals = leases.Select(lease => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var renewal = await Case.RenewAsync(lease);
                Assert.True(renewal.IsAlive);
                await Case.Leases.ConfirmAsync(lease, renewal.Takeovers, CancellationToken.None);
            }
        })).ToArray();
        var last = await Task.WhenAll(companies.Select((company, n) => Task.Run(async () =>
        {
            var turns = 10 + (n % 2);
            for (var turn = 0; turn < turns - 1; turn++)
                await Case.ActivateAsync(company, leases[(turn + 1) % 2]);
            return await Case.ActivateAsync(company, leases[turns % 2]);
        })));
        await done.CancelAsync();
        await Task.WhenAll(renewals);

        foreach (var lease in leases)
            await Case.Leases.ConfirmAsync(lease, (await Case.RenewAsync(lease)).Takeovers, CancellationToken.None);
        Assert.All(await Task.WhenAll(last.Select(Case.WaitAsync)), wait => Assert.Equal(TimeSpan.Zero, wait));
    }
}
