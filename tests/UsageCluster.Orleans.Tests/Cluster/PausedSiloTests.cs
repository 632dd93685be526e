using System.Diagnostics;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>A silo whose machine stands still for longer than its lease, and goes on as if nothing had happened.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PausedSiloTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(90);

    [ClusterFact]
    public async Task A_silo_that_stood_still_past_its_lease_tells_nothing_stale()
    {
        var cluster = await servers.SharedAsync("faulty");
        await using var traffic = await Traffic.StartAsync(cluster, "paused");
        await traffic.FlowsAsync();
        var paused = cluster.Silos[2];
        cluster.Exclude(paused);
        paused.Suspend();
        try
        {
            var started = Stopwatch.GetTimestamp();
            // Every company: those of the paused silo have new owners, which acknowledge.
            await traffic.FlowsAsync();
            output.WriteLine($"All companies acknowledged again {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s after one silo stood still.");
        }
        catch
        {
            paused.Resume();
            throw;
        }

        // The first questions wait in its sockets when it goes on.
        var probe = new StaleProbe(traffic, paused);
        var first = probe.AskAllAsync();
        paused.Resume();
        await first;
        probe.Start();
        // The others took it for dead and its companies with it: it ends as soon as it is told.
        var left = await Until.HoldsAsync(() => Task.FromResult(!paused.IsUp), SettledWithin, () => $"it did not leave.\n{paused.Log}");
        await probe.StopAsync();
        output.WriteLine($"It left {left.TotalSeconds:0.00} s after it went on; asked meanwhile it answered {probe.Summary}.");
        await cluster.HealAsync();
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
    }
}
