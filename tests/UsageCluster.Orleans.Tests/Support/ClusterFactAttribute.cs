using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Redis;

namespace UsageCluster.Orleans.Tests.Support;

/// <summary>A test of a cluster of processes: needs the server programs of PostgreSQL and Redis.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = Missing;

    /// <summary>What is missing here; null: nothing.</summary>
    internal static string? Missing =>
        !PostgresServer.IsAvailable ? "PostgreSQL's server programs are missing." : !RedisServer.IsAvailable ? "redis-server is missing." : null;
}
