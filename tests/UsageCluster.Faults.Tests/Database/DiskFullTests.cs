using Npgsql;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A disk fills under load, and is given room again.</summary>
public sealed class DiskFullTests
{
    private const int FewBytes = 128 * 1024;

    [SmallDiskFact]
    public async Task On_PostgreSQL_a_full_disk_is_told_of_and_healed_by_room_alone()
    {
        using var disk = new SmallDisk(megabytes: 32);
        await using var postgres = await PostgresServer.StartOwnAsync();
        await using var server = await LoadedServer.StartAsync(["--ledger", await postgres.CreateDatabaseAsync(Path.Combine(disk.Path, "tables"))], seed: 51);

        disk.Fill(leaving: FewBytes);
        await server.RefusesAsync("no room left");
        disk.Free();
        await server.WorksAsync();

        await server.FinishAsync();
    }

    [SmallDiskFact]
    public async Task On_PostgreSQL_a_full_disk_of_the_log_ends_the_server_and_the_process_goes_on_with_the_next_one()
    {
        using var disk = new SmallDisk(megabytes: 16);
        await using var postgres = await PostgresServer.StartOwnAsync(new PostgresServerOptions
        {
            InitArguments = [$"--waldir={Path.Combine(disk.Path, "wal")}", "--wal-segsize=1"],
            Settings = new Dictionary<string, string> { ["max_wal_size"] = "4MB", ["min_wal_size"] = "2MB", ["restart_after_crash"] = "off" },
        });
        await using var server = await LoadedServer.StartAsync(["--ledger", await postgres.CreateDatabaseAsync()], seed: 52);

        disk.Fill(leaving: 0);
        await UseUpAsync(postgres);
        await postgres.EndAsync();
        await server.RefusesAsync();
        disk.Free();
        await postgres.StartAsync();
        await server.WorksAsync();

        await server.FinishAsync();
    }

    /// <summary>What the log has in files that are there already.</summary>
    private static async Task UseUpAsync(PostgresServer postgres)
    {
        try
        {
            while (true)
                await postgres.ExecuteAsync("SELECT pg_switch_wal()");
        }
        catch (NpgsqlException)
        {
            // The server has ended.
        }
    }

    [SmallDiskFact]
    public async Task On_SQLite_a_full_disk_is_told_of_and_healed_by_room_alone()
    {
        using var disk = new SmallDisk(megabytes: 16);
        await using var server = await LoadedServer.StartAsync(["--data", Path.Combine(disk.Path, "data")], seed: 53);

        disk.Fill(leaving: FewBytes);
        await server.RefusesAsync("no room left");
        disk.Free();
        await server.WorksAsync();

        await server.FinishAsync();
    }
}
