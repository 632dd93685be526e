using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Postgres.Leases;
using UsageCluster.Ledger.Tests.Postgres.Leases;

namespace UsageCluster.Ledger.Tests.Postgres.Together;

/// <summary>Companies that are taken at the same time, against what taking one by one gives.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class TakingTogetherTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private const int Companies = 40;

    private LeaseCase Case => new(factory.Store, Database);

    private PostgresDatabase Database => (PostgresDatabase)factory.Database;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Many_at_once_are_taken_as_each_is_alone(int seed)
    {
        var random = new Random(seed);
        var (taker, living, dead, expired) = (await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync(), await Case.LeaseAsync());
        var (together, alone) = (await CompaniesAsync(), await CompaniesAsync());
        for (var i = 0; i < Companies; i++)
        {
            // Of no owner yet, of the taker's, given up, or of up to three owners one after the other.
            var owners = Enumerable.Range(0, random.Next(4)).Select(_ => new[] { taker, living, dead, expired }[random.Next(4)]).ToArray();
            var isReleased = random.Next(4) == 0;
            foreach (var company in new[] { together[i], alone[i] })
            {
                Activation? last = null;
                foreach (var owner in owners)
                    last = await Case.ActivateAsync(company, owner);
                if (isReleased && last is not null)
                    await Case.Ledger.ReleaseAsync(last.CompanyNo, last.Epoch, CancellationToken.None);
            }
        }

        await Case.Leases.ReleaseAsync(dead, CancellationToken.None);
        await Case.Leases.RenewAsync(expired, LeaseCase.Instantly, CancellationToken.None);

        var taken = await Task.WhenAll(together.Select(company => Case.ActivateAsync(company, taker)));

        await using var connection = await Database.ConnectAsync();
        for (var i = 0; i < Companies; i++)
        {
            var single = (await CompanyTaking.TakeAsync(connection, alone[i], taker, CancellationToken.None))!;
            Assert.Equal((single.Epoch, single.Version, single.AckWait > TimeSpan.Zero), (taken[i].Epoch, taken[i].Version, taken[i].AckWait > TimeSpan.Zero));
            Assert.Equal(await Case.WaitAsync(single) > TimeSpan.Zero, await Case.WaitAsync(taken[i]) > TimeSpan.Zero);
            Assert.Equal(await TracesAsync(connection, alone[i]), await TracesAsync(connection, together[i]));
        }

        Assert.True(await Case.IsDeadAsync(expired));
        Assert.False(await Case.IsDeadAsync(living));
    }

    [Fact]
    public async Task A_locked_head_holds_up_its_own_company_alone()
    {
        // So patient that whoever waits for the lock does not get away from it by its time-out.
        await using var patient = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = Database.ConnectionString, LockTimeout = TimeSpan.FromMinutes(5) });
        var companies = await CompaniesAsync();
        var held = await Case.ActivateAsync(companies[7], patient.LeaseNo);
        await using var observer = await Database.ConnectAsync();
        await using var holder = await Case.BeginAsync($"SELECT 1 FROM usage.heads WHERE company_no = {held.CompanyNo} FOR UPDATE");

        var taking = companies.Select(company => patient.Ledger.ActivateAsync(company, patient.LeaseNo, CancellationToken.None)).ToArray();
        await Task.WhenAll(taking.Where((_, i) => i != 7));
        await PostgresWaiting.ForLocksAsync(observer, 1);
        Assert.False(taking[7].IsCompleted);
        await holder.DisposeAsync();

        Assert.Equal(held.Epoch + 1, (await taking[7])!.Epoch);
    }

    [Fact]
    public async Task A_company_that_is_none_is_told_so_among_others_and_one_that_stands_there_twice_is_taken_twice()
    {
        var companies = await CompaniesAsync();
        var asked = companies.SelectMany(company => new[] { company, "none-" + company, company });

        var taken = await Task.WhenAll(asked.Select(company => Case.Ledger.ActivateAsync(company, factory.Store.LeaseNo, CancellationToken.None)));

        for (var i = 0; i < Companies; i++)
        {
            Assert.Null(taken[(3 * i) + 1]);
            Assert.Equal([1L, 2L], new[] { taken[3 * i]!.Epoch, taken[(3 * i) + 2]!.Epoch }.Order());
        }
    }

    [Fact]
    public async Task A_lease_that_has_expired_takes_none_of_them_and_another_ones_companies_are_taken_beside()
    {
        var (expired, other) = (await Case.LeaseAsync(LeaseCase.Instantly), await Case.LeaseAsync());
        var (refused, taken) = (await CompaniesAsync(), await CompaniesAsync());

        var refusals = refused.Select(company => Case.ActivateAsync(company, expired)).ToArray();
        var activations = await Task.WhenAll(taken.Select(company => Case.ActivateAsync(company, other)));

        foreach (var refusal in refusals)
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => refusal);
        Assert.All(activations, activation => Assert.Equal(1, activation.Epoch));
        Assert.All(await Task.WhenAll(refused.Select(company => Case.ActivateAsync(company, other))), activation => Assert.Equal(1, activation.Epoch));
    }

    [Fact]
    public async Task Processes_that_race_for_the_same_companies_each_get_their_epochs_and_leave_one_owner()
    {
        const int Rounds = 5;
        var nodes = new[] { await Database.OpenAsync(), await Database.OpenAsync(), await Database.OpenAsync() };
        var companies = await CompaniesAsync();
        try
        {
            var taken = await Task.WhenAll(nodes.Select(node => Task.Run(async () =>
            {
                var own = new List<(string Company, long Epoch, long LeaseNo)>();
                for (var round = 0; round < Rounds; round++)
                {
                    var all = await Task.WhenAll(companies.Select(company => node.Ledger.ActivateAsync(company, node.LeaseNo, CancellationToken.None)));
                    own.AddRange(companies.Zip(all, (company, activation) => (company, activation!.Epoch, node.LeaseNo)));
                    // Rows that the takers leave are cleared away beside them.
                    await node.Leases!.ConfirmAsync(
                        node.LeaseNo, (await node.Leases.RenewAsync(node.LeaseNo, LeaseCase.Long, CancellationToken.None)).Takeovers, CancellationToken.None);
                }

                return own;
            })));

            await using var connection = await Database.ConnectAsync();
            foreach (var company in taken.SelectMany(own => own).GroupBy(one => one.Company))
            {
                Assert.Equal(Enumerable.Range(1, Rounds * nodes.Length).Select(n => (long)n), company.Select(one => one.Epoch).Order());
                var last = company.MaxBy(one => one.Epoch);
                Assert.StartsWith($"{last.Epoch} {last.LeaseNo} ", await TracesAsync(connection, company.Key), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Many_are_given_up_at_once_each_by_its_newest_epoch_alone()
    {
        var companies = await CompaniesAsync();
        var lease = await Case.LeaseAsync();
        var older = await Task.WhenAll(companies.Select(company => Case.ActivateAsync(company, lease)));
        var taken = older.ToArray();
        for (var i = 0; i < Companies; i += 2)
            taken[i] = await Case.ActivateAsync(companies[i], lease);

        await Task.WhenAll(older.Select(one => Case.Ledger.ReleaseAsync(one.CompanyNo, one.Epoch, CancellationToken.None)));

        await using var connection = await Database.ConnectAsync();
        for (var i = 0; i < Companies; i++)
        {
            var owner = i % 2 == 0 ? lease.ToString(System.Globalization.CultureInfo.InvariantCulture) : "none";
            Assert.StartsWith($"{taken[i].Epoch} {owner} ", await TracesAsync(connection, companies[i]), StringComparison.Ordinal);
        }
    }

    private async Task<string[]> CompaniesAsync()
    {
        var companies = new string[Companies];
        for (var i = 0; i < companies.Length; i++)
            companies[i] = await Case.CompanyAsync();
        return companies;
    }

    /// <summary>The head's epoch and owner, whether it has a time before which nothing is acknowledged, and the rows left for leases.</summary>
    private static async Task<string> TracesAsync(NpgsqlConnection connection, string company)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT format('%s %s %s', h.epoch, coalesce(h.owner_lease::text, 'none'), (h.ack_after IS NOT NULL)::text) || ' ' || coalesce(
                (SELECT string_agg(t.lease_no || ':' || t.epoch, ',' ORDER BY t.lease_no) FROM usage.takeovers t WHERE t.company_no = h.company_no), '')
            FROM usage.heads h JOIN usage.companies c USING (company_no) WHERE c.company_id = $1
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = company });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
