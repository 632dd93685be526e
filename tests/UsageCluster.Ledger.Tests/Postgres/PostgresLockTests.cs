using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>What waits for what, and what a wait that is given up leaves behind.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresLockTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private PostgresDatabase Database => (PostgresDatabase)factory.Database;

    [Fact]
    public async Task A_change_of_rates_waits_for_an_append_in_flight()
    {
        var (id, head) = await ActivateNewAsync();
        var rates = (await factory.Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        await using var observer = await Database.ConnectAsync();
        await using var holder = await HoldHeadAsync(head.CompanyNo);

        var append = factory.Store.Ledger.AppendAsync([Samples.Append(head, id, rates, "in flight")], CancellationToken.None);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        var change = factory.Store.Control.ChangeRatesAsync(
            _ => new RatesAddition(new PriceRule("sales", 1, 1, 1, 1, Instant.Always), null, true, Samples.Audit()), CancellationToken.None);
        await PostgresWaiting.ForLockAsync(observer, "advisory");
        await holder.DisposeAsync();

        Assert.Equal(AppendStatus.Appended, (await append)[0].Status);
        Assert.Equal(StoreWrite.Created, await change);
        var late = await factory.Store.Ledger.AppendAsync([Samples.Append(head with { Version = 1 }, id, rates, "late")], CancellationToken.None);
        Assert.Equal(AppendStatus.StaleRates, late[0].Status);
    }

    [Fact]
    public async Task An_activation_waits_for_an_append_in_flight_and_then_sees_it()
    {
        var (id, head) = await ActivateNewAsync();
        await using var observer = await Database.ConnectAsync();
        await using var holder = await HoldHeadAsync(head.CompanyNo);

        var append = factory.Store.Ledger.AppendAsync([Samples.Append(head, id, null, "in flight")], CancellationToken.None);
        await PostgresWaiting.ForLockAsync(observer, "transactionid");
        var activation = factory.Store.Ledger.ActivateAsync(id, factory.Store.LeaseNo, CancellationToken.None);
        await PostgresWaiting.ForLockAsync(observer, "tuple");
        await holder.DisposeAsync();

        Assert.Equal(AppendStatus.Appended, (await append)[0].Status);
        Assert.Equal(1, (await activation)!.Version);
    }

    [Fact]
    public async Task A_wait_for_a_held_head_is_given_up_with_nothing_committed()
    {
        var (id, head) = await ActivateNewAsync();
        await using var impatient = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = Database.ConnectionString, LockTimeout = TimeSpan.FromMilliseconds(100) });
        await using (await HoldHeadAsync(head.CompanyNo))
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => impatient.Ledger.ActivateAsync(id, impatient.LeaseNo, CancellationToken.None));
            await Assert.ThrowsAsync<LedgerUnavailableException>(
                () => impatient.Ledger.AppendAsync([Samples.Append(head, id, null, "never")], CancellationToken.None));
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => impatient.Ledger.AppendChangeAsync(
                Samples.Append(head, id, null), new CompanyChange(null, Samples.Audit("never")), CancellationToken.None));
        }

        var again = (await impatient.Ledger.ActivateAsync(id, impatient.LeaseNo, CancellationToken.None))!;
        Assert.Equal((head.Epoch + 1, 0), (again.Epoch, again.Version));
        var audit = await impatient.Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None);
        Assert.DoesNotContain(audit.Rows, r => r.Action == "never");
    }

    [Fact]
    public async Task A_company_that_is_committed_is_told_so_when_why_another_was_refused_is_not_learned()
    {
        var (id, head) = await ActivateNewAsync();
        var (fencedId, fenced) = await ActivateNewAsync();
        await factory.Store.Ledger.ActivateAsync(fencedId, factory.Store.LeaseNo, CancellationToken.None);

        // The second statement of the append, which looks for the reason, fails.
        await Database.ExecuteAsync("""
            CREATE SEQUENCE public.statements;
            CREATE FUNCTION public.fail_second() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN IF nextval(''public.statements'') = 2 THEN RAISE ''no second look''; END IF; RETURN NULL; END';
            CREATE TRIGGER fail_second AFTER INSERT ON usage.entries FOR EACH STATEMENT EXECUTE FUNCTION public.fail_second()
            """);
        try
        {
            var results = await factory.Store.Ledger.AppendAsync(
                [Samples.Append(head, id, null, "e"), Samples.Append(fenced, fencedId, null, "e")], CancellationToken.None);

            Assert.Equal([AppendStatus.Appended, AppendStatus.Fenced], results.Select(r => r.Status));
        }
        finally
        {
            await Database.ExecuteAsync("DROP TRIGGER fail_second ON usage.entries; DROP FUNCTION public.fail_second(); DROP SEQUENCE public.statements");
        }
    }

    [Fact]
    public async Task An_append_whose_backend_dies_has_an_unknown_outcome()
    {
        var (id, head) = await ActivateNewAsync();
        await using var observer = await Database.ConnectAsync();
        await using var holder = await HoldHeadAsync(head.CompanyNo);

        var append = factory.Store.Ledger.AppendAsync([Samples.Append(head, id, null, "cut off")], CancellationToken.None);
        var backend = await PostgresWaiting.ForLockAsync(observer, "transactionid");
        await using (var kill = new NpgsqlCommand($"SELECT pg_terminate_backend({backend})", observer))
            await kill.ExecuteNonQueryAsync();

        Assert.IsAssignableFrom<NpgsqlException>(await Record.ExceptionAsync(() => append));
        await holder.DisposeAsync();
        var again = (await factory.Store.Ledger.ActivateAsync(id, factory.Store.LeaseNo, CancellationToken.None))!;
        var result = await factory.Store.Ledger.AppendAsync([Samples.Append(again, id, null, "after")], CancellationToken.None);
        Assert.Equal(AppendStatus.Appended, result[0].Status);
    }

    private async Task<(string CompanyId, Activation Head)> ActivateNewAsync()
    {
        var company = Samples.Company();
        await factory.Store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return (company.CompanyId, (await factory.Store.Ledger.ActivateAsync(company.CompanyId, factory.Store.LeaseNo, CancellationToken.None))!);
    }

    /// <summary>Locks a head as another transaction, until disposal.</summary>
    private async Task<NpgsqlConnection> HoldHeadAsync(int companyNo)
    {
        var connection = await Database.ConnectAsync();
        await using var hold = new NpgsqlCommand($"BEGIN; SELECT 1 FROM usage.heads WHERE company_no = {companyNo} FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}
