using Npgsql;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>There is no connection to be had, at the server or in the program's own bounds.</summary>
public sealed class ConnectionLimitTests
{
    [OwnPostgresFact]
    public async Task A_server_that_takes_no_more_connections_is_told_of_and_healed_by_connections_that_end()
    {
        await using var postgres = await PostgresServer.StartOwnAsync(
            new PostgresServerOptions { Settings = new Dictionary<string, string> { ["max_connections"] = "40" } });
        var ledger = await postgres.CreateDatabaseAsync();
        await using var server = await LoadedServer.StartAsync(["--ledger", ledger], seed: 71);
        List<HeldConnection> held = [await HeldConnection.OpenAsync(ledger)];

        await Until.HoldsAsync(
            async () =>
            {
                await TakeAllAsync(ledger, held);
                await held[0].EndOthersAsync();
                return server.Answers.Details.Contains("The store takes no more connections now. Send the request again later.");
            },
            () => string.Join('\n', server.Answers.Details));
        await TakeAllAsync(ledger, held);
        var late = await ProgramRun.OfAsync(["--ledger", ledger, "--urls", "http://127.0.0.1:0"]);
        foreach (var connection in held)
            await connection.DisposeAsync();
        await server.WorksAsync();

        await server.FinishAsync();
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("The ledger cannot be used", late.Errors, StringComparison.Ordinal);
    }

    [OwnPostgresFact]
    public async Task Calls_wait_for_a_connection_of_the_pool_so_long_and_no_longer()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var server = await LoadedServer.StartAsync(
            ["--ledger", ledger], seed: 72, ("Postgres__MaxPoolSize", "2"), ("Postgres__ConnectTimeout", "1"));

        await using (await HeldConnection.OpenAsync(ledger, "BEGIN; LOCK TABLE usage.entries, usage.control_revision IN ACCESS EXCLUSIVE MODE"))
            await server.RefusesAsync("did not answer in time");
        await server.WorksAsync();

        await server.FinishAsync();
    }

    private static async Task TakeAllAsync(string ledger, List<HeldConnection> held)
    {
        try
        {
            while (true)
                held.Add(await HeldConnection.OpenAsync(ledger));
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            // All are taken.
        }
    }
}
