using Npgsql;
using UsageCluster.Bench.Harness;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Bench;

/// <summary>What scenarios have in common: how to measure, and one PostgreSQL server.</summary>
internal sealed class Lab(BenchSettings settings) : IAsyncDisposable
{
    /// <summary>The product's admin key.</summary>
    public const string AdminKey = "bench-admin-key-0123456789abcdef0123456789abcdef";

    // Commits wait for the disk; room for the data, and no checkpoint in a round.
    private static readonly PostgresServerOptions Server = new()
    {
        Settings = new Dictionary<string, string> { ["shared_buffers"] = "512MB", ["max_wal_size"] = "4GB" },
    };

    private readonly List<string> _databases = [];
    private PostgresServer? _postgres;

    /// <summary>How long and how much the next scenario is to measure.</summary>
    public BenchSettings Settings { get; set; } = settings;

    /// <summary>A new database on the server, which is started for the first.</summary>
    public async Task<string> DatabaseAsync()
    {
        _postgres ??= await PostgresServer.StartNewAsync(Server);
        _databases.Add(await _postgres.CreateDatabaseAsync());
        return _databases[^1];
    }

    /// <summary>Takes the databases away, so that nothing is left to clean up in them while the next scenario is measured.</summary>
    public async Task ClearAsync()
    {
        foreach (var database in _databases)
            await _postgres!.DropDatabaseAsync(database);
        _databases.Clear();
    }

    /// <summary>So that no side pays for the pages that another has dirtied.</summary>
    public async Task CheckpointAsync()
    {
        await using var connection = new NpgsqlConnection(_postgres!.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CHECKPOINT", connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }
}
