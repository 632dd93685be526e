using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Ledger.Postgres;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>The primary is lost for good and a standby is promoted, with streaming replication as it is in production.</summary>
public sealed class FailoverTests
{
    /// <summary>What a program that writes would leave on a server.</summary>
    private const string Traces = "SELECT (SELECT sum(epoch) FROM usage.heads) || ' ' || (SELECT count(*) FROM usage.entries) || ' ' || (SELECT max(lease_no) FROM usage.node_leases)";

    [OwnPostgresFact]
    public async Task Every_acknowledged_event_is_on_a_synchronous_standby_and_the_old_primary_is_never_written_again()
    {
        await using var servers = await ReplicatedServer.StartAsync(isSynchronous: true);
        await using var server = await LoadedServer.StartAsync(["--ledger", servers.Ledger], seed: 31);

        await servers.FailOverAsync();
        await server.RefusesAsync();
        await server.WorksAsync();

        // It comes back as if nothing had happened: alone it would take every write.
        await servers.Primary.StartAsync();
        await ReplicatedServer.LeaveAloneAsync(servers.Primary);
        var left = await PostgresServer.ScalarAsync<string>(servers.OnPrimary, Traces);
        await servers.Standby.RestartAsync();
        await server.WorksAsync(60);
        Assert.Equal(left, await PostgresServer.ScalarAsync<string>(servers.OnPrimary, Traces));

        await server.FinishAsync(servers.OnStandby);
        Assert.Contains("is in another history", server.Process.Log, StringComparison.Ordinal);
    }

    [OwnPostgresFact]
    public async Task What_the_synchronous_standby_does_not_have_is_not_acknowledged_also_when_the_wait_for_it_is_cancelled()
    {
        await using var servers = await ReplicatedServer.StartAsync(isSynchronous: true);
        // A role that wants to hear of no warnings: the program hears them nevertheless.
        await servers.Primary.ExecuteAsync("ALTER ROLE postgres SET client_min_messages = error");
        await using var server = await AskedServer.StartAsync(servers.Ledger);
        Assert.Equal("accepted", await server.SendAsync("before"));

        await servers.Standby.StopAsync();
        var sent = server.Runtime.TrySendAsync([AskedServer.Event("alone")]);
        await CancelWaitsUntilAsync(servers.OnPrimary, sent);
        Assert.Null(await sent);

        // A change, and its repeat that finds it made.
        using var admin = new HttpClient { BaseAddress = server.Process.Url };
        admin.DefaultRequestHeaders.Add("X-API-Key", AskedServer.AdminKey);
        var answers = new SeenAnswers();
        for (var tries = 0; tries < 2; tries++)
        {
            var changed = ChangeAsync();
            await CancelWaitsUntilAsync(servers.OnPrimary, changed);
            Assert.Null(await changed);
        }

        await servers.Primary.KillAsync();
        await servers.Standby.StartAsync();
        await servers.Standby.PromoteAsync();
        Assert.Equal("accepted", await server.SendAsync("alone"));
        Assert.Equal("duplicate", await server.SendAsync("before"));
        Assert.Equal(2, (await server.EventsAsync())["interview_minutes"]);
        await Until.HoldsAsync(async () => await ChangeAsync() is not null, () => server.Process.Log);
        Assert.Empty(answers.Wrong);

        Task<JsonElement?> ChangeAsync() =>
            answers.ReadAsync(admin.PutAsJsonAsync("/admin/ats/partner", new { atsName = "Partner", companies = new[] { "acme" } }));
    }

    [OwnPostgresFact]
    public async Task After_a_failover_without_the_latest_rows_nothing_in_memory_outlives_them()
    {
        await using var servers = await ReplicatedServer.StartAsync(isSynchronous: false);
        await using var server = await AskedServer.StartAsync(servers.Ledger);
        Assert.Equal("accepted", await server.SendAsync("kept"));

        // Asynchronous: what comes now is acknowledged, and lost. A cost key gets a number that the standby never hears of.
        await WaitForStandbyAsync(servers);
        await servers.Standby.StopAsync();
        Assert.Equal("accepted", await server.SendAsync("lost", "voice_agent"));
        using var lost = new UsageApi(server.Process.Url, await server.Admin.RuntimeKeyAsync());
        Assert.Equal("duplicate", Assert.Single((await lost.TrySendAsync([AskedServer.Event("kept")]))!));
        await servers.Primary.KillAsync();
        await servers.Standby.StartAsync();
        await servers.Standby.PromoteAsync();

        Assert.Equal("duplicate", await server.SendAsync("kept"));
        Assert.Equal(["interview_minutes"], (await server.EventsAsync()).Keys);
        await Assert.ThrowsAsync<InvalidOperationException>(() => lost.TrySendAsync([AskedServer.Event("kept")]));
        Assert.Equal("accepted", await server.SendAsync("lost", "voice_agent"));
        Assert.Equal(new Dictionary<string, int> { ["interview_minutes"] = 1, ["voice_agent"] = 1 }, await server.EventsAsync());
        Assert.Equal(2, await server.HistoryAsync());
        Assert.Equal(0, await server.Process.StopAsync());
        await AuditedLedger.AssertWellAsync("--ledger", servers.OnStandby);
    }

    [OwnPostgresFact]
    public async Task Connections_for_a_library_lead_past_a_standby_to_the_server_that_takes_writes()
    {
        await using var servers = await ReplicatedServer.StartAsync(isSynchronous: false);
        var hosts = $"127.0.0.1:{servers.Standby.Port},127.0.0.1:{servers.Primary.Port}";
        await using var store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = new NpgsqlConnectionStringBuilder(servers.OnPrimary) { Host = hosts }.ConnectionString },
            NullLoggerFactory.Instance,
            default);
        await using var source = store.OpenSource(connectionsMax: 1);
        await using var isStandby = source.CreateCommand("SELECT pg_is_in_recovery()");

        Assert.Equal(false, await isStandby.ExecuteScalarAsync());
    }

    /// <summary>An operator who does not want to wait: each time, the server takes the commit for good enough.</summary>
    private static async Task CancelWaitsUntilAsync(string database, Task end) => await Until.HoldsAsync(
        async () =>
        {
            await PostgresServer.ExecuteAsync(database, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            return end.IsCompleted;
        },
        () => "the call has no answer");

    /// <summary>Until the standby has what there is.</summary>
    private static async Task WaitForStandbyAsync(ReplicatedServer servers)
    {
        var now = await PostgresServer.ScalarAsync<string>(servers.OnPrimary, "SELECT pg_current_wal_lsn()::text");
        await Until.HoldsAsync(
            async () => await PostgresServer.ScalarAsync<bool>(servers.OnStandby, $"SELECT pg_last_wal_replay_lsn() >= '{now}'"), () => "the standby is behind");
    }
}
