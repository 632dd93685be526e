using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public class HealthCheckTests
{
    [Fact]
    public async Task Health_is_told_by_the_exit_code()
    {
        using var folder = new TempFolder();
        await using var server = await ServerProcess.StartAsync(["--data", folder.Path]);

        Assert.Equal(0, (await ProgramRun.OfAsync(["healthcheck", new Uri(server.Url, "/healthz/ready").ToString()])).ExitCode);

        var missing = await ProgramRun.OfAsync(["healthcheck", new Uri(server.Url, "/healthz/other").ToString()]);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("404", missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_healthy()
    {
        var run = await ProgramRun.OfAsync(["healthcheck", $"http://127.0.0.1:{LoopbackPort.Free()}/healthz/ready"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("did not answer", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("healthcheck", "127.0.0.1")]
    [InlineData("healthcheck", "http://127.0.0.1/", "http://127.0.0.1/")]
    public async Task What_cannot_be_asked_is_a_fault_of_the_options(params string[] arguments) =>
        Assert.Equal(2, (await ProgramRun.OfAsync(arguments)).ExitCode);
}
