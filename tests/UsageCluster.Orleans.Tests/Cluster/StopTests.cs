using System.Diagnostics;
using UsageCluster.Orleans.Tests.Load;
using UsageCluster.Orleans.Tests.Support;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Redis;
using Xunit.Abstractions;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>How long a silo takes to end once it is told to (SIGTERM).</summary>
[Collection(ClusterCollection.Name)]
public sealed class StopTests(ClusterServers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(6);

    /// <summary>For what is outside of it: saying so before; then the lease, metrics and traces, and whatever holds connections.</summary>
    private static readonly TimeSpan Further = TimeSpan.FromSeconds(27);

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

    [IslandFact]
    public async Task A_silo_that_reaches_nothing_any_more_ends_in_little_more_than_its_time()
    {
        using var island = new NetworkIsland();
        await using var postgres = await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false, FurtherAddresses = [island.MainlandAddress] });
        await using var redis = await RedisServer.StartNewAsync(island.MainlandAddress);
        var ledger = await postgres.CreateDatabaseAsync();
        await using var cluster = new RunningCluster(ledger, redis.ConnectionString);
        var silo = await cluster.AddAsync(
            new SiloPlace(island.Address, island.AddressForClients, island.Through),
            ledger.Replace("127.0.0.1", island.MainlandAddress, StringComparison.Ordinal),
            redis.ConnectionString.Replace("127.0.0.1", island.MainlandAddress, StringComparison.Ordinal),
            new Dictionary<string, string>(Settings) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{island.MainlandAddress}:4317" });
        foreach (var name in (string[])["a", "b", "c"])
        {
            await silo.Api.PutAsync($"/admin/companies/{name}", new { companyName = "A company", billingSystem = "minutes" });
            await silo.Api.GetAsync($"/billing/usage?companyId={name}&{Traffic.Range}");
        }

        island.Cut();
        var started = Stopwatch.GetTimestamp();
        var exit = await silo.StopAsync();
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine($"Cut off, a silo ended by {exit} {took.TotalSeconds:0.00} s after it was told to; it has {StopTimeout.TotalSeconds:0} s.");
        Assert.True(exit == 0 && took < StopTimeout + Further, silo.Log);
    }
}
