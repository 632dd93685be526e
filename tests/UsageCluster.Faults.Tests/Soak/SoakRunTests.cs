using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class SoakRunTests
{
    [Fact]
    public async Task A_run_of_seconds_breaks_a_server_checks_every_answer_and_passes()
    {
        var run = await ProgramRun.OfAsync(
            "UsageCluster.Soak.dll",
            ["--minutes", "0.1", "--store", "sqlite", "--rate", "40", "--grace", "30"],
            new Dictionary<string, string>(),
            ServerProcess.Timeout * 3);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.EndsWith("PASS\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("events, each acknowledged once", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_be_made_says_so()
    {
        var run = await ProgramRun.OfAsync("UsageCluster.Soak.dll", ["--minutes", "0"], new Dictionary<string, string>());
        Assert.Equal((2, "soak: --minutes is from 0.1 to 1440.\n"), (run.ExitCode, run.Errors));
    }
}
