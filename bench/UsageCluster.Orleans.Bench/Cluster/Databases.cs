using Npgsql;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Orleans.Bench.Cluster;

/// <summary>Databases with the same content, one for each side.</summary>
internal static class Databases
{
    /// <summary>A copy of a database that nobody is connected to any more.</summary>
    public static async Task<string> CopyAsync(PostgresServer server, string database)
    {
        var source = new NpgsqlConnectionStringBuilder(database).Database;
        var name = $"bench_{Guid.NewGuid():N}";
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name} TEMPLATE {source}");
        return new NpgsqlConnectionStringBuilder(database) { Database = name }.ConnectionString;
    }

    /// <summary>So that no side pays for the pages that another has dirtied.</summary>
    public static Task CheckpointAsync(PostgresServer server) => ExecuteAsync(server.ConnectionString, "CHECKPOINT");

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Names of this program's making.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
