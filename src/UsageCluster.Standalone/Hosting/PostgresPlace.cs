using System.Data.Common;

namespace UsageCluster.Standalone.Hosting;

/// <summary>Where a PostgreSQL database lies, in words, without user or password.</summary>
internal static class PostgresPlace
{
    private static readonly string[] Named = ["Host", "Server", "Port", "Database"];

    public static string Of(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var shown = Named.Where(parts.ContainsKey).Select(name => $"{name}={parts[name]}");
        return $"PostgreSQL ({string.Join(";", shown)})";
    }
}
