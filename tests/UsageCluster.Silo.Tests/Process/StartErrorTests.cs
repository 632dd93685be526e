using System.Net;
using System.Net.Sockets;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Silo.Tests.Process;

[Collection(SiloCollection.Name)]
public sealed class StartErrorTests(SiloServers servers)
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=u;Password=open-sesame;Timeout=2";

    [Fact]
    public async Task Help_names_every_setting_and_exits_0()
    {
        var run = await ProgramRun.OfAsync(SiloServers.Program, ["--help"], new Dictionary<string, string>());
        Assert.Equal(0, run.ExitCode);
        Assert.All(
            (string[])["--urls", "ConnectionStrings__Redis", "Silo__Role", "Silo__AdvertisedAddress", "Lease__Duration", "USAGE_SECRETS_DIR"],
            name => Assert.Contains(name, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_cannot_be_meant_exits_2_with_one_line()
    {
        var run = await ProgramRun.OfAsync(SiloServers.Program, [], SiloServers.Environment(Nowhere, ("Silo__Role", "both")));
        AssertBrief(run, 2, "Silo__Role is 'both'");
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_reached_exits_1_without_its_password()
    {
        var run = await ProgramRun.OfAsync(SiloServers.Program, [], SiloServers.Environment(Nowhere));
        AssertBrief(run, 1, "The ledger cannot be used");
        Assert.DoesNotContain("open-sesame", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_cannot_be_reached_exits_1_after_a_few_attempts()
    {
        var environment = SiloServers.Environment(
            await servers.DatabaseAsync(), ("ConnectionStrings__Redis", $"127.0.0.1:{LoopbackPort.Free()},password=open-sesame,connectTimeout=500"));
        var run = await ProgramRun.OfAsync(SiloServers.Program, [], environment);
        AssertBrief(run, 1, "Redis, which holds the cluster's membership, cannot be used");
        Assert.Contains("attempt 5 of 5", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_the_cluster_that_is_in_use_exits_1()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var run = await ProgramRun.OfAsync(
            SiloServers.Program,
            ["--urls", "http://127.0.0.1:0"], SiloServers.Environment(await servers.DatabaseAsync(), ("Silo__SiloPort", $"{port}")));
        AssertBrief(run, 1, $"port {port}");
    }

    private static void AssertBrief(ProgramRun run, int exitCode, string message)
    {
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Errors}");
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
