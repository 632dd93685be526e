using UsageCluster.TestKit.Redis;

namespace UsageCluster.Silo.Tests.Process;

/// <summary>A test that starts a Redis of its own; left out where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.IsAvailable ? null : "No redis-server is on PATH.";
}
