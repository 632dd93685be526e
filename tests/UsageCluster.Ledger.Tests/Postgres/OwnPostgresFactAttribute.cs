using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>A test that stops and starts a PostgreSQL server of its own; skipped where there are only servers of others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnPostgresFactAttribute : FactAttribute
{
    public OwnPostgresFactAttribute() => Skip = PostgresServer.IsOwnAvailable ? null : "No PostgreSQL server programs are found here.";
}
