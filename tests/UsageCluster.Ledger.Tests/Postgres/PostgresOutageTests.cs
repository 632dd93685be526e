using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Tests.Conformance;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>A server of the test's own that stops, dies and comes back.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private PostgresServer? _server;
    private PostgresDatabase? _database;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartOwnAsync();
        _database = new PostgresDatabase(_server, await _server.CreateDatabaseAsync());
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [OwnPostgresFact]
    public async Task A_store_whose_server_stops_is_unavailable_and_goes_on_when_it_is_back()
    {
        await using var store = await _database!.OpenAsync();
        var company = Samples.Company();
        await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        var head = (await store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None))!;

        await _server!.StopAsync();
        // The first write may meet a connection that died in the pool; from then on, none can be opened.
        await Assert.ThrowsAnyAsync<Exception>(() => store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None));
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => store.Ledger.AppendAsync([Samples.Append(head, company.CompanyId, null, "never")], CancellationToken.None));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Ledger.ReadAsync(head.CompanyNo, 0, 1, CancellationToken.None));
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => store.Control.CreateCompanyAsync(Samples.Company(), [], Samples.Audit(), CancellationToken.None));
        await _server.StartAsync();

        var again = (await store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None))!;
        var result = await store.Ledger.AppendAsync([Samples.Append(again, company.CompanyId, null, "after")], CancellationToken.None);
        Assert.Equal((0, AppendStatus.Appended), (again.Version, result[0].Status));
    }

    [OwnPostgresFact]
    public async Task A_change_whose_backend_dies_in_its_commit_has_an_unknown_outcome()
    {
        await using var store = await _database!.OpenAsync();
        await _database.ExecuteAsync(
            """
            CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON usage.audit DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION wait_at_commit();
            """);
        await using var observer = await _database.ConnectAsync();
        await using (var hold = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", observer))
            await hold.ExecuteNonQueryAsync();

        var change = store.Control.CreateCompanyAsync(Samples.Company(), [], Samples.Audit(), CancellationToken.None);
        var backend = await PostgresWaiting.ForLockAsync(observer, "advisory");
        await using (var kill = new NpgsqlCommand($"SELECT pg_terminate_backend({backend})", observer))
            await kill.ExecuteNonQueryAsync();

        Assert.Equal(RetryableFailure.UnknownOutcome, (await Assert.ThrowsAsync<RetryableException>(() => change)).Failure);
    }

    [OwnPostgresFact]
    public async Task What_was_acknowledged_outlives_a_server_that_is_killed()
    {
        var company = Samples.Company();
        await using (var store = await _database!.OpenAsync())
        {
            await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
            var head = (await store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None))!;
            await store.Ledger.AppendAsync([Samples.Append(head, company.CompanyId, null, "a", "b")], CancellationToken.None);
            await _server!.KillAsync();
        }

        await _server.StartAsync();
        await using var reopened = await _database.OpenAsync();

        var found = (await reopened.Ledger.ActivateAsync(company.CompanyId, reopened.LeaseNo, CancellationToken.None))!;
        Assert.Equal(2, found.Version);
        Assert.Equal(2, (await reopened.Ledger.ReadAsync(found.CompanyNo, 0, 10, CancellationToken.None)).Count);
    }

    [OwnPostgresFact]
    public async Task A_server_that_cannot_be_reached_or_lets_nobody_in_is_unavailable_at_the_start()
    {
        var missing = new NpgsqlConnectionStringBuilder(_database!.ConnectionString) { Database = "nowhere", Password = "the secret" };

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => PostgresDatabase.OpenAsync(new PostgresStoreOptions { ConnectionString = missing.ConnectionString }));

        Assert.DoesNotContain("the secret", refused.ToString(), StringComparison.Ordinal);
    }
}
