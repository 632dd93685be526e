using Npgsql;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Data;

/// <summary>Looks at what the product wrote to PostgreSQL.</summary>
public static class ProductRows
{
    /// <summary>Usage rows of a transaction, in the mean over what was recorded since then: rows of one transaction have one <c>xmin</c>.</summary>
    public static async Task<int> MeanBatchAsync(string connectionString, Instant since) => (int)Math.Max(1, await ScalarAsync(
        connectionString, "SELECT count(*) / greatest(count(DISTINCT xmin::text), 1) FROM usage.entries WHERE kind = 1 AND recorded_at >= $1", since));

    /// <summary>Usage rows.</summary>
    public static Task<long> CountAsync(string connectionString) =>
        ScalarAsync(connectionString, "SELECT count(*) FROM usage.entries WHERE kind = 1 AND recorded_at >= $1", Instant.Always);

    private static async Task<long> ScalarAsync(string connectionString, string sql, Instant since)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Constants of this file.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since.Ticks });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
