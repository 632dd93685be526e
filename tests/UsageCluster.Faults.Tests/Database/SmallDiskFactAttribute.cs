using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A test that fills a file system of its own; skipped where none may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() =>
        Skip = !PostgresServer.IsOwnAvailable ? "No PostgreSQL server programs are found here." : SmallDisk.IsAvailable ? null : "A file system may not be mounted here.";
}
