using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Ledger.Tests.Postgres.Leases;

/// <summary>A database that became the continuation of another history: restored, or failed over to.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class HistoryTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private const string EndOthers = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    [Fact]
    public async Task In_another_history_every_lease_is_dead_and_takers_wait_for_a_whole_lease()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await database.OpenAsync();
        var @case = new LeaseCase(store, database);
        var (before, unseen) = (await @case.LeaseAsync(), await @case.CompanyAsync());
        var company = await @case.CompanyAsync();
        var owned = await @case.ActivateAsync(company, before);
        await @case.Ledger.ReleaseAsync(owned.CompanyNo, owned.Epoch, CancellationToken.None);

        await database.ExecuteAsync("UPDATE usage.store SET timeline = gen_random_uuid()");

        Assert.False((await @case.RenewAsync(before)).IsAlive);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => @case.ActivateAsync(company, before));
        var after = await @case.LeaseAsync();
        Assert.True((await @case.RenewAsync(after)).IsAlive);
        foreach (var id in new[] { company, unseen })
        {
            var taken = await @case.ActivateAsync(id, after);
            // The longest lease that was given out is that of the tests' store, one hour.
            Assert.InRange(taken.AckWait, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
            Assert.InRange(await @case.WaitAsync(taken), TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task A_database_that_lost_its_latest_leases_gives_none_of_them_to_another_node()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await database.OpenAsync();
        var @case = new LeaseCase(store, database);
        var company = await @case.CompanyAsync();
        var lost = new[] { await @case.LeaseAsync(), await @case.LeaseAsync() };
        // As of a backup that was made before: neither the rows nor what was counted.
        await database.ExecuteAsync(
            "DELETE FROM usage.node_leases; ALTER TABLE usage.node_leases ALTER COLUMN lease_no RESTART; UPDATE usage.store SET timeline = gen_random_uuid()");

        for (var i = 0; i < 5; i++)
            await @case.LeaseAsync();

        foreach (var lease in lost)
        {
            Assert.False((await @case.RenewAsync(lease)).IsAlive);
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => @case.ActivateAsync(company, lease));
        }
    }

    [Fact]
    public async Task A_lease_whose_number_was_counted_goes_on()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await database.OpenAsync();
        var @case = new LeaseCase(store, database);
        await database.ExecuteAsync(
            "INSERT INTO usage.node_leases (node, history, duration, expires_at) VALUES ('older', usage.history(), '1 hour', clock_timestamp() + interval '1 hour')");
        const long Counted = 1;

        Assert.True((await @case.RenewAsync(Counted)).IsAlive);
        var taken = await @case.ActivateAsync(await @case.CompanyAsync(), Counted);
        Assert.Equal(TimeSpan.Zero, taken.AckWait);
    }

    [Fact]
    public async Task A_first_start_waits_for_nobody()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await database.OpenAsync();
        var @case = new LeaseCase(store, database);

        var taken = await @case.ActivateAsync(await @case.CompanyAsync(), await @case.LeaseAsync());

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (taken.AckWait, await @case.WaitAsync(taken)));
    }

    [Fact]
    public async Task A_server_that_died_and_came_back_is_the_same_history()
    {
        await using var server = await PostgresServer.StartNewAsync();
        if (server.Port == 0)
            return;
        var database = new PostgresDatabase(server, await server.CreateDatabaseAsync());
        await using var store = await database.OpenAsync();
        var @case = new LeaseCase(store, database);
        var before = await HistoryAsync(database.ConnectionString);

        await server.KillAsync();
        await server.StartAsync();

        Assert.Equal(before, await HistoryAsync(database.ConnectionString));
        Assert.Equal(3, before.Split(' ').Length);
        await using var reopened = await database.OpenAsync();
        Assert.True((await new LeaseCase(reopened, database).RenewAsync(store.LeaseNo)).IsAlive);
    }

    [Fact]
    public async Task A_server_that_does_not_tell_its_history_leaves_the_timeline_that_operators_change()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        await using var store = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = runtime, OwnerConnectionString = database.ConnectionString });

        Assert.Single((await HistoryAsync(runtime)).Split(' '));
        Assert.True((await new LeaseCase(store, database).RenewAsync(store.LeaseNo)).IsAlive);
    }

    private static async Task<string> HistoryAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT usage.history()", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task A_database_that_cannot_tell_its_history_to_a_new_connection_is_unavailable_until_it_can()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var store = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = database.ConnectionString, ConnectTimeout = TimeSpan.FromSeconds(1) });

        // A dump that is restored under a process has the function before the row that it reads.
        await database.ExecuteAsync($"CREATE TABLE kept AS SELECT * FROM usage.store; DELETE FROM usage.store; {EndOthers}");
        await AssertUnavailableAsync();
        await database.ExecuteAsync("INSERT INTO usage.store SELECT * FROM kept");
        await store.Control.IsEmptyAsync(CancellationToken.None);

        await using (var holder = await database.ConnectAsync())
        {
            await using var hold = new NpgsqlCommand($"{EndOthers}; BEGIN; LOCK TABLE usage.store", holder);
            await hold.ExecuteNonQueryAsync();
            Assert.Equal(StoreFailure.TimedOut, await AssertUnavailableAsync());
        }

        await store.Control.IsEmptyAsync(CancellationToken.None);

        // The first call meets the connection that was ended.
        async Task<StoreFailure> AssertUnavailableAsync()
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Control.IsEmptyAsync(CancellationToken.None));
            return (await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.Control.IsEmptyAsync(CancellationToken.None))).Failure;
        }
    }
}
