using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Tests.Conformance;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>A database of the PostgreSQL store.</summary>
public sealed class PostgresDatabase(PostgresServer server, string connectionString) : StoreDatabase
{
    /// <summary>No test runs longer.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromHours(1);

    /// <summary>Connects a superuser to the database.</summary>
    public string ConnectionString { get; } = connectionString;

    public override async Task<OpenStore> OpenAsync() => await OpenAsync(new PostgresStoreOptions { ConnectionString = ConnectionString });

    public static async Task<OpenStore> OpenAsync(PostgresStoreOptions options)
    {
        var store = await PostgresStore.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        try
        {
            var leaseNo = await store.Leases.TakeAsync("tests", LeaseDuration, null, CancellationToken.None);
            return new OpenStore(store.Ledger, store.Snapshots, store.Control, leaseNo, store)
            {
                Alerts = store.Alerts,
                Webhooks = store.Webhooks,
                Leases = store.Leases,
            };
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public override Task PretendNewerSchemaAsync() =>
        ExecuteAsync("INSERT INTO usage.schema_version (version, file) VALUES (9999, '9999_later.sql')");

    /// <summary>Runs statements as the superuser.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection of the superuser, outside of any pool.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public override async ValueTask DisposeAsync() => await server.DropDatabaseAsync(ConnectionString);
}
