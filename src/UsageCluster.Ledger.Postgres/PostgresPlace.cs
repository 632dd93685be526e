using System.Data.Common;

namespace UsageCluster.Ledger.Postgres;

/// <summary>Where a PostgreSQL database lies, in words, without user or password.</summary>
public static class PostgresPlace
{
    private static readonly string[] Named = ["Host", "Server", "Port", "Database"];

    /// <summary>The place that a connection string names, as "PostgreSQL (Host=…;Database=…)".</summary>
    public static string Of(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var shown = Named.Where(parts.ContainsKey).Select(name => $"{name}={parts[name]}");
        return $"PostgreSQL ({string.Join(";", shown)})";
    }
}
