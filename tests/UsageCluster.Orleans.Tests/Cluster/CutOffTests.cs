using System.Diagnostics;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Redis;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>A silo that reaches neither PostgreSQL nor Redis nor the other silos, but is still reached by clients.</summary>
public sealed class CutOffTests(ITestOutputHelper output)
{
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(90);

    [IslandFact]
    public async Task A_silo_that_is_cut_off_tells_nothing_stale_and_leaves()
    {
        using var island = new NetworkIsland();
        await using var postgres = await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false, FurtherAddresses = [island.MainlandAddress] });
        await using var redis = await RedisServer.StartNewAsync(island.MainlandAddress);
        var ledger = await postgres.CreateDatabaseAsync();
        await using var cluster = new RunningCluster(ledger, redis.ConnectionString);
        await cluster.StartAsync(silos: 2, new SiloPlace(island.MainlandAddress, "127.0.0.1"));
        var lonely = await cluster.AddAsync(
            new SiloPlace(island.Address, island.AddressForClients, island.Through),
            ledger.Replace("127.0.0.1", island.MainlandAddress, StringComparison.Ordinal),
            redis.ConnectionString.Replace("127.0.0.1", island.MainlandAddress, StringComparison.Ordinal));
        cluster.Serving = [.. cluster.Silos];
        await using var traffic = await Traffic.StartAsync(cluster, "cut");
        await traffic.FlowsAsync();

        var probe = new StaleProbe(traffic, lonely);
        cluster.Exclude(lonely);
        probe.Start();
        island.Cut();
        var started = Stopwatch.GetTimestamp();
        output.WriteLine($"Reads were all back {(await traffic.BackAsync()).TotalSeconds:0.00} s after the cut.");
        await traffic.FlowsAsync();
        output.WriteLine($"All companies acknowledged again {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s after the cut.");
        var told = probe.Told;
        await traffic.FlowsAsync();
        Assert.Equal(told, probe.Told);

        island.Join();
        // The others took it for dead and its companies with it: it ends as soon as it is told.
        var left = await Until.HoldsAsync(() => Task.FromResult(!lonely.IsUp), SettledWithin, () => $"it did not leave.\n{lonely.Log}");
        await probe.StopAsync();
        output.WriteLine($"It left {left.TotalSeconds:0.00} s after it was joined again; asked since the cut it answered {probe.Summary}.");
        await cluster.HealAsync();
        await traffic.FlowsAsync();
        output.WriteLine(await traffic.EndAsync());
    }
}
