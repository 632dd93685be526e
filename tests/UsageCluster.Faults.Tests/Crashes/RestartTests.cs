using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>
/// Faults: the process is killed (as by the kernel or a power cut of the process alone) or told to end, under load, at a moment that differs from
/// cycle to cycle. The store survives. Acknowledged events must be there once; unacknowledged ones may be there, and can be sent again.
/// </summary>
public sealed class RestartTests
{
    private const int Cycles = 4;

    [Fact]
    public async Task On_SQLite_a_killed_process_loses_nothing_acknowledged_and_doubles_nothing()
    {
        using var folder = new TempFolder();
        await KillInCyclesAsync(["--data", folder.Under("data")], seed: 1);
    }

    [Fact]
    public async Task On_PostgreSQL_a_killed_process_loses_nothing_acknowledged_and_doubles_nothing()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await KillInCyclesAsync(["--ledger", await postgres.CreateDatabaseAsync()], seed: 2);
    }

    [Fact]
    public async Task On_SQLite_a_process_that_is_told_to_end_does_so_in_order()
    {
        using var folder = new TempFolder();
        await TerminateAsync(["--data", folder.Under("data")], seed: 3);
    }

    [Fact]
    public async Task On_PostgreSQL_a_process_that_is_told_to_end_does_so_in_order()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await TerminateAsync(["--ledger", await postgres.CreateDatabaseAsync()], seed: 4);
    }

    private static async Task KillInCyclesAsync(string[] store, int seed)
    {
        var restart = new RestartCase(store, seed);
        await using (var first = await restart.StartAsync())
        {
            await restart.ProvisionAsync(first);
            await restart.LoadAndEndAsync(first, first.KillAsync);
        }

        for (var cycle = 1; cycle < Cycles; cycle++)
        {
            await using var server = await restart.StartAsync();
            await restart.AuditAsync(server);
            await restart.LoadAndEndAsync(server, server.KillAsync);
        }

        await using var last = await restart.StartAsync();
        await restart.AuditAsync(last);
    }

    private static async Task TerminateAsync(string[] store, int seed)
    {
        var restart = new RestartCase(store, seed);
        await using (var server = await restart.StartAsync())
        {
            await restart.ProvisionAsync(server);
            await restart.LoadAndEndAsync(server, async () => Assert.Equal(0, await server.StopAsync()));
        }

        await using var again = await restart.StartAsync();
        await restart.AuditAsync(again);
    }
}
