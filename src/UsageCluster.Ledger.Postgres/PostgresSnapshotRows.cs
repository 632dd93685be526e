using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Schema;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ISnapshotRows"/>
/// <remarks>A role needs UPDATE on <c>usage.snapshots</c> and <c>usage.grain_state</c>. Every call is a transaction of one statement.</remarks>
public sealed class PostgresSnapshotRows : ISnapshotRows
{
    private const string ReplaceOwn =
        """
        UPDATE usage.snapshots SET version = $2, hash = $3, books = $4
        WHERE company_id = $1 AND version = $5 AND hash = $6 AND books = $7
        """;

    /// <summary>
    /// The row keeps its own version: the silo that wrote it goes on by that, and replaces what stands here now by its next, newer snapshot.
    /// </summary>
    private const string ReplaceOfGrain =
        """
        UPDATE usage.grain_state SET payload = $4, saved_at = now()
        WHERE service_id = $1 AND state_name = $2 AND key_number0 = 0 AND key_number1 = 0 AND key_text = $3 AND payload = $5
        """;

    private readonly Database _database;

    private PostgresSnapshotRows(Database database) => _database = database;

    /// <summary>
    /// Connects. Throws <see cref="LedgerUnavailableException"/> when the server cannot be reached or has no ledger in the database, <see cref="SchemaTooNewException"/>
    /// when a newer program has been here, and <see cref="ArgumentException"/> for what is no connection string.
    /// </summary>
    public static async Task<PostgresSnapshotRows> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "usage";
        var options = new PostgresStoreOptions { ConnectionString = settings.ConnectionString, MaxPoolSize = 1 };
        var database = new Database(options, NullLoggerFactory.Instance);
        await SchemaUpgrade.CheckOrDisposeAsync(database, cancellationToken);
        return new PostgresSnapshotRows(database);
    }

    /// <inheritdoc />
    public async Task<bool> ReplaceAsync(StoredCompany company, StoredSnapshot seen, SnapshotRecord by, CancellationToken cancellationToken)
    {
        var replaced = await RunAsync(
            connection => seen.ServiceId is { } serviceId
                ? connection.ExecuteAsync(
                    ReplaceOfGrain,
                    cancellationToken,
                    Sql.Text(serviceId),
                    Sql.Text(SnapshotFormat.StateName),
                    Sql.Text(SnapshotFormat.KeyPrefix + company.CompanyId),
                    Sql.Bytes(SnapshotFormat.Write(by)),
                    Sql.Bytes(SnapshotFormat.Write(seen.Record)))
                : connection.ExecuteAsync(
                    ReplaceOwn,
                    cancellationToken,
                    Sql.Text(company.CompanyId),
                    Sql.BigInt(by.Version),
                    Sql.Bytes(by.Hash),
                    Sql.Bytes(by.Books),
                    Sql.BigInt(seen.Record.Version),
                    Sql.Bytes(seen.Record.Hash),
                    Sql.Bytes(seen.Record.Books)),
            cancellationToken);
        return replaced > 0;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // What the server refuses, a missing right for instance, cannot be done either.
    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await _database.WriteAsync(run, cancellationToken);
        }
        catch (NpgsqlException e)
        {
            throw Failures.Unavailable(e);
        }
    }
}
