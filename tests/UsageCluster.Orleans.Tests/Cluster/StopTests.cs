using System.Diagnostics;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>How long a silo takes to end once it is told to (SIGTERM).</summary>
[Collection(ClusterCollection.Name)]
public sealed class StopTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(6);

    private static readonly Dictionary<string, string> Settings = new() { ["Silo__StopTimeout"] = $"{StopTimeout.TotalSeconds}" };

    [ClusterFact]
    public async Task A_silo_under_load_ends_in_order_within_its_time()
    {
        await using var cluster = await servers.NewAsync();
        await cluster.StartAsync(Settings, Settings);
        await using var traffic = await Traffic.StartAsync(cluster, "told-to-end");
        await traffic.FlowsAsync();

        // Clients are sent to it until it takes no more connections, and after.
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, await cluster.Silos[0].StopAsync());
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"Under load a silo ended {took.TotalSeconds:0.00} s after it was told to; it has {StopTimeout.TotalSeconds:0} s.");
        Assert.InRange(took, TimeSpan.Zero, StopTimeout);
        cluster.Exclude(cluster.Silos[0]);
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
    }
}
