using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Redis;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>The servers that the clusters of all tests share, started when first wanted; and two clusters.</summary>
public sealed class ClusterServers : IAsyncLifetime
{
    private readonly Dictionary<string, RunningCluster> _clusters = [];
    private PostgresServer? _postgres;
    private RedisServer? _redis;

    internal RedisServer Redis => _redis ?? throw new InvalidOperationException("No cluster has been started.");

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A cluster of three silos that tests share by this name, all of them up.</summary>
    internal async Task<RunningCluster> SharedAsync(string name)
    {
        if (!_clusters.TryGetValue(name, out var cluster))
        {
            _clusters[name] = cluster = await NewAsync();
            await cluster.StartAsync(silos: 3);
        }

        await cluster.HealAsync();
        return cluster;
    }

    /// <summary>A cluster of one test's own, which starts its silos and disposes of it.</summary>
    internal async Task<RunningCluster> NewAsync()
    {
        _postgres ??= await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false });
        _redis ??= await RedisServer.StartNewAsync();
        return new RunningCluster(await _postgres.CreateDatabaseAsync(), _redis.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        foreach (var cluster in _clusters.Values)
            await cluster.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterServers>
{
    public const string Name = "clusters of processes";
}
