using UsageCluster.Faults.Tests.Crashes;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Backup;

/// <summary>Fault: the data directory is lost, and an older state of it restored. The steps are those of docs/backup.md, and no others.</summary>
public sealed class SqliteBackupTests
{
    [Fact]
    public async Task An_online_backup_is_restored_and_after_all_is_sent_again_nothing_is_missing_or_doubled()
    {
        using var folder = new TempFolder();
        var data = folder.Under("data");
        var backup = folder.Under("backup.db");

        await BackUpAsync(data, seed: 21, _ => RestoredStore.UsageAsync("backup", "--data", data, "--output", backup), () =>
        {
            var restored = Directory.CreateDirectory(folder.Under("restored")).FullName;
            File.Copy(backup, Path.Combine(restored, "usage.db"));
            return restored;
        });
    }

    /// <summary>A snapshot of a file system has all files as of one moment; here it is the process that stands still while they are copied.</summary>
    [Fact]
    public async Task The_files_as_of_one_moment_are_a_backup_if_the_log_is_among_them()
    {
        using var folder = new TempFolder();
        var data = folder.Under("data");
        var restored = Directory.CreateDirectory(folder.Under("restored")).FullName;

        await BackUpAsync(
            data,
            seed: 22,
            server =>
            {
                server.Suspend();
                foreach (var name in (string[])["usage.db", "usage.db-wal"])
                    File.Copy(Path.Combine(data, name), Path.Combine(restored, name));
                server.Resume();
                return Task.CompletedTask;
            },
            () => restored);
    }

    [Fact]
    public async Task The_database_file_alone_is_no_backup_of_a_running_server()
    {
        using var folder = new TempFolder();
        var data = folder.Under("data");
        var service = new RestartCase(["--data", data], seed: 23);
        var restored = Directory.CreateDirectory(folder.Under("restored")).FullName;
        await using (var server = await service.StartAsync())
        {
            await service.ProvisionAsync(server);
            await service.LoadAndEndAsync(server, () =>
            {
                File.Copy(Path.Combine(data, "usage.db"), Path.Combine(restored, "usage.db"));
                return Task.CompletedTask;
            });
        }

        var audit = await ProgramRun.OfUsageAsync(["audit", "--data", restored]);

        Assert.Equal(2, audit.ExitCode);
        Assert.Contains("usage: ", audit.Errors, StringComparison.Ordinal);
    }

    private static async Task BackUpAsync(string data, int seed, Func<ServerProcess, Task> backUp, Func<string> restore)
    {
        var service = new RestartCase(["--data", data], seed);
        IReadOnlySet<string> before = new HashSet<string>();
        await using (var server = await service.StartAsync())
        {
            await service.ProvisionAsync(server);
            await service.LoadAndEndAsync(server, () =>
            {
                before = service.Acknowledged;
                return backUp(server);
            });
            await service.LoadAndEndAsync(server, server.KillAsync);
        }

        await RestoredStore.AssertHealsAsync(service, ["--data", restore()], before);
    }
}
