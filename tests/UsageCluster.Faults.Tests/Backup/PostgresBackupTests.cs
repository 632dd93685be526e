using Npgsql;
using UsageCluster.Faults.Tests.Crashes;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Backup;

/// <summary>Fault: the database is lost, and an older state of it restored. The steps are those of docs/backup.md, and no others.</summary>
public sealed class PostgresBackupTests
{
    [Fact]
    public async Task A_dump_of_the_live_database_is_restored_and_after_all_is_sent_again_nothing_is_missing_or_doubled()
    {
        await using var postgres = await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false });
        var live = await postgres.CreateDatabaseAsync();
        var restored = await postgres.CreateDatabaseAsync();
        var service = new RestartCase(["--ledger", live], seed: 11);
        var dump = Path.Combine(postgres.FolderOf("dumps"), "usage.dump");
        IReadOnlySet<string> before = new HashSet<string>();
        await using (var server = await service.StartAsync())
        {
            await service.ProvisionAsync(server);
            await service.LoadAndEndAsync(server, () =>
            {
                before = service.Acknowledged;
                return postgres.RunToolAsync("pg_dump", "--format=custom", "--file", dump, "--dbname", Uri(live));
            });
            await service.LoadAndEndAsync(server, server.KillAsync);
        }

        await postgres.RunToolAsync("pg_restore", "--exit-on-error", "--no-owner", "--dbname", Uri(restored), dump);
        await ExecuteAsync(restored, "UPDATE usage.store SET timeline = gen_random_uuid()");
        // A process that was forgotten: its lease is in the dump.
        Assert.Equal("0", await ExecuteAsync(restored, "SELECT count(*)::text FROM usage.node_leases WHERE history = usage.history()"));

        await RestoredStore.AssertHealsAsync(service, ["--ledger", restored], before);
    }

    [Fact]
    public async Task A_base_backup_is_brought_to_a_point_in_time_by_the_archived_log_and_after_all_is_sent_again_nothing_is_missing_or_doubled()
    {
        await using var postgres = await PostgresServer.StartNewAsync(
            new PostgresServerOptions { Fsync = false, Settings = new Dictionary<string, string> { ["archive_mode"] = "on" } });
        var archive = postgres.FolderOf("archive");
        await ExecuteAsync(postgres.ConnectionString, $"ALTER SYSTEM SET archive_command = 'test ! -f {archive}/%f && cp %p {archive}/%f'");
        await ExecuteAsync(postgres.ConnectionString, "SELECT pg_reload_conf()");
        var live = await postgres.CreateDatabaseAsync();
        var service = new RestartCase(["--ledger", live], seed: 12);
        await using var server = await service.StartAsync();
        await service.ProvisionAsync(server);
        PostgresServer? copy = null;
        try
        {
            var recovery = new PostgresServerOptions
            {
                Fsync = false,
                Settings = new Dictionary<string, string>
                {
                    ["restore_command"] = $"cp {archive}/%f %p",
                    ["recovery_target_name"] = "before_the_mistake",
                    ["recovery_target_action"] = "promote",
                },
            };
            await service.LoadAndEndAsync(server, async () => copy = await postgres.CopyAsync(recovery, "recovery.signal"));
            IReadOnlySet<string> before = new HashSet<string>();
            await service.LoadAndEndAsync(server, async () =>
            {
                before = service.Acknowledged;
                await ExecuteAsync(postgres.ConnectionString, "SELECT pg_create_restore_point('before_the_mistake')");
            });
            await service.LoadAndEndAsync(server, server.KillAsync);
            await ArchiveAsync(postgres.ConnectionString);
            await postgres.StopAsync();

            await copy!.StartAsync();

            await RestoredStore.AssertHealsAsync(service, ["--ledger", new NpgsqlConnectionStringBuilder(live) { Port = copy.Port }.ConnectionString], before);
        }
        finally
        {
            if (copy is not null)
                await copy.DisposeAsync();
        }
    }

    /// <summary>Waits until the archive has all of the log that there is.</summary>
    private static async Task ArchiveAsync(string connectionString)
    {
        var last = await ExecuteAsync(connectionString, "SELECT pg_walfile_name(pg_switch_wal())");
        using var limit = new CancellationTokenSource(ServerProcess.Timeout);
        while (string.CompareOrdinal(await ExecuteAsync(connectionString, "SELECT last_archived_wal FROM pg_stat_archiver"), last) < 0)
            limit.Token.ThrowIfCancellationRequested();
    }

    private static async Task<string?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }

    private static string Uri(string connectionString)
    {
        var place = new NpgsqlConnectionStringBuilder(connectionString);
        return $"postgresql://{place.Username}@{place.Host}:{place.Port}/{place.Database}";
    }
}
