using System.Diagnostics;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>The membership's Redis goes away; silos that know each other need it only to change their number.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RedisOutageTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    [ClusterFact]
    public async Task Redis_restarts_while_events_flow_and_silos_join_afterwards()
    {
        var cluster = await servers.SharedAsync("calm");
        await using var traffic = await Traffic.StartAsync(cluster, "redis-restarts");
        await traffic.FlowsAsync();
        await servers.Redis.RestartAsync();
        await traffic.FlowsAsync();
        var added = await cluster.AddAsync();
        cluster.Serving = [.. cluster.Silos];
        await traffic.FlowsAsync();
        cluster.Exclude(added);
        Assert.Equal(0, await added.StopAsync());
        await cluster.RemoveAsync(added);
        output.WriteLine(await traffic.EndAsync());
    }

    [ClusterFact]
    public async Task Redis_is_away_for_ten_seconds_and_nobody_notices()
    {
        var cluster = await servers.SharedAsync("calm");
        await using var traffic = await Traffic.StartAsync(cluster, "redis-away");
        await traffic.FlowsAsync();
        await servers.Redis.StopAsync();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Outage)
            await traffic.FlowsAsync();
        await servers.Redis.StartAsync();
        await traffic.FlowsAsync();
        Assert.All(cluster.Silos, silo => Assert.True(silo.IsUp, silo.Log));
        output.WriteLine(await traffic.EndAsync());
    }
}
