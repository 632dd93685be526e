using System.Net;
using Npgsql;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A server that is there, and does not let the program do its work.</summary>
public sealed class RefusalTests
{
    [OwnPostgresFact]
    public async Task A_database_that_takes_no_writes_is_told_of_and_healed_when_it_does()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(ledger).Database;
        await using var server = await LoadedServer.StartAsync(["--ledger", ledger], seed: 81);

        await postgres.ExecuteAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await HeldConnection.EndOthersAsync(ledger);
        await server.RefusesAsync("takes no writes now");
        await postgres.ExecuteAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");
        await HeldConnection.EndOthersAsync(ledger);
        await server.WorksAsync();

        await server.FinishAsync();
    }

    [OwnPostgresFact]
    public async Task A_password_that_was_changed_is_taken_from_its_file_without_a_restart()
    {
        using var folder = new TempFolder();
        await using var postgres = await PostgresServer.StartOwnAsync(new PostgresServerOptions { HostRules = ["host all usage_app 127.0.0.1/32 scram-sha-256"] });
        var database = await postgres.CreateDatabaseAsync();
        await PostgresServer.ExecuteAsync(
            database, $"CREATE ROLE usage_app LOGIN PASSWORD 'one'; GRANT CREATE ON DATABASE {new NpgsqlConnectionStringBuilder(database).Database} TO usage_app");
        var ledger = new NpgsqlConnectionStringBuilder(database) { Username = "usage_app", Passfile = folder.Under("passwords") }.ConnectionString;
        await WritePasswordAsync(folder, "one");
        await using var server = await LoadedServer.StartAsync(["--ledger", ledger], seed: 82);

        await postgres.ExecuteAsync("ALTER ROLE usage_app PASSWORD 'two'");
        await HeldConnection.EndOthersAsync(database);
        await server.RefusesAsync();
        await WritePasswordAsync(folder, "two");
        await server.WorksAsync();

        await server.FinishAsync();
    }

    [OwnPostgresFact]
    public async Task A_database_that_was_dropped_and_made_anew_is_never_shown_as_what_it_was()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var server = await AskedServer.StartAsync(ledger);
        Assert.Equal("accepted", await server.SendAsync("of before"));

        await postgres.DropDatabaseAsync(ledger);
        await Until.HoldsAsync(async () => await server.ReadStatusAsync() == HttpStatusCode.ServiceUnavailable, () => server.Process.Log);
        await postgres.ExecuteAsync($"CREATE DATABASE {new NpgsqlConnectionStringBuilder(ledger).Database}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await server.ReadStatusAsync());
        Assert.Null(await server.Runtime.TrySendAsync([AskedServer.Event("into nothing")]));

        // What makes the schema makes another store. Its numbers for cost keys are given out anew.
        await using (var next = await AskedServer.StartAsync(ledger))
        {
            Assert.Equal("accepted", await next.SendAsync("of now", "voice_agent"));
            Assert.Equal(0, await next.Process.StopAsync());
        }

        Assert.Equal(new Dictionary<string, int> { ["voice_agent"] = 1 }, await server.EventsAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Runtime.TrySendAsync([AskedServer.Event("by a key of before")]));
        await server.RenewKeyAsync();
        Assert.Equal("accepted", await server.SendAsync("of before"));
        Assert.Equal(new Dictionary<string, int> { ["voice_agent"] = 1, ["interview_minutes"] = 1 }, await server.EventsAsync());
        await AuditedLedger.AssertWellAsync("--ledger", ledger);
    }

    private static Task WritePasswordAsync(TempFolder folder, string password) =>
        File.WriteAllTextAsync(folder.Under("passwords"), $"*:*:*:usage_app:{password}\n");
}
