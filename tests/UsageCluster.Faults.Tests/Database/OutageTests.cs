using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>The server goes, in each of its ways, and comes back with its disk as it was.</summary>
public sealed class OutageTests
{
    [OwnPostgresFact]
    public async Task A_database_that_is_stopped_or_killed_under_load_and_comes_back_loses_nothing_and_doubles_nothing()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        await using var server = await LoadedServer.StartAsync(["--ledger", await postgres.CreateDatabaseAsync()], seed: 21);
        foreach (var end in (Func<Task>[])[postgres.StopAsync, postgres.StopImmediatelyAsync, postgres.KillAsync])
        {
            await end();
            await server.RefusesAsync();
            await postgres.StartAsync();
            await server.WorksAsync();
        }

        await server.FinishAsync();
        Assert.Contains("The store cannot be reached. Send the request again later.", server.Answers.Details);
    }

    [OwnPostgresFact]
    public async Task A_database_that_is_restarted_under_load_loses_nothing_and_doubles_nothing()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        await using var server = await LoadedServer.StartAsync(["--ledger", await postgres.CreateDatabaseAsync()], seed: 22);
        for (var restart = 0; restart < 3; restart++)
        {
            await postgres.RestartAsync();
            await server.WorksAsync();
        }

        await server.FinishAsync();
    }
}
