using UsageCluster.Faults.Tests.Crashes;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Backup;

/// <summary>What must hold of a store that was restored from a backup, by the steps of docs/backup.md.</summary>
internal static class RestoredStore
{
    /// <summary>Runs the command-line program as a process; what it wrote. It must end well.</summary>
    public static async Task<string> UsageAsync(params string[] arguments)
    {
        var run = await ProgramRun.OfUsageAsync(arguments);
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        return run.Output;
    }

    /// <summary>
    /// It holds together, holds all that was acknowledged before the backup began, and once clients have sent again what came later, everything once.
    /// </summary>
    public static async Task AssertHealsAsync(RestartCase service, string[] restored, IReadOnlySet<string> acknowledgedBefore)
    {
        await UsageAsync(["audit", .. restored]);
        await using var server = await service.StartAsync(restored);

        var lost = await service.ResendAsync(server);

        Assert.NotEmpty(lost);
        Assert.Empty(lost.Intersect(acknowledgedBefore));
        await UsageAsync(["audit", .. restored]);
        Assert.Empty(await service.ResendAsync(server));
    }
}
