using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class MembershipTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(15);

    [ClusterFact]
    public async Task A_silo_joins_and_leaves_while_events_flow()
    {
        var cluster = await servers.SharedAsync("calm");
        await using var traffic = await Traffic.StartAsync(cluster, "joins");
        await traffic.FlowsAsync();
        var added = await cluster.AddAsync();
        cluster.Serving = [.. cluster.Silos];
        await traffic.FlowsAsync();

        cluster.Exclude(added);
        Assert.Equal(0, await added.StopAsync());
        output.WriteLine($"Reads were all back {(await traffic.BackAsync()).TotalSeconds:0.00} s after a graceful stop.");
        await traffic.FlowsAsync();
        await cluster.RemoveAsync(added);
        output.WriteLine(await traffic.EndAsync());
    }

    [ClusterFact]
    public async Task A_silo_that_stops_in_order_hands_its_companies_over()
    {
        var cluster = await servers.SharedAsync("faulty");
        await using var traffic = await Traffic.StartAsync(cluster, "stops");
        await traffic.FlowsAsync();
        var stopped = cluster.Silos[1];
        cluster.Exclude(stopped);
        Assert.Equal(0, await stopped.StopAsync());
        var back = await traffic.BackAsync();
        output.WriteLine($"Reads were all back {back.TotalSeconds:0.00} s after a graceful stop.");
        Assert.InRange(back, TimeSpan.Zero, BackWithin);
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
    }

    [ClusterFact]
    public async Task Reads_are_back_soon_after_a_silo_is_killed()
    {
        var cluster = await servers.SharedAsync("faulty");
        await using var traffic = await Traffic.StartAsync(cluster, "killed");
        await traffic.FlowsAsync();
        var killed = cluster.Silos[0];
        cluster.Exclude(killed);
        await killed.KillAsync();
        var back = await traffic.BackAsync();
        output.WriteLine($"Reads were all back {back.TotalSeconds:0.00} s after kill -9.");
        Assert.InRange(back, TimeSpan.Zero, BackWithin);
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
    }

    [ClusterFact]
    public async Task A_rolling_restart_fails_no_request_at_the_silos_that_remain()
    {
        var cluster = await servers.SharedAsync("faulty");
        await using var traffic = await Traffic.StartAsync(cluster, "rolling");
        await traffic.FlowsAsync();
        foreach (var silo in cluster.Silos)
        {
            cluster.Exclude(silo);
            Assert.Equal(0, await silo.StopAsync());
            await silo.StartAsync();
            await silo.ReadyAsync();
            cluster.Serving = [.. cluster.Silos];
            await traffic.FlowsAsync();
        }

        output.WriteLine(await traffic.EndAsync());
    }
}
