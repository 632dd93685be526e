using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Sqlite;

namespace UsageCluster.Cli.Stores;

/// <summary>Where a ledger lies: a directory, or a PostgreSQL database.</summary>
/// <param name="DataDirectory">The directory; null: it lies in PostgreSQL.</param>
/// <param name="Connection">The connection string; null: it lies in the directory.</param>
internal sealed record LedgerPlace(string? DataDirectory, string? Connection)
{
    /// <summary>Where a server keeps its data unless it is told otherwise.</summary>
    public const string DataDirectoryDefault = "./usage-data";

    private const string Variable = "ConnectionStrings__Ledger", SecretsVariable = "USAGE_SECRETS_DIR";

    /// <summary>The place that arguments and environment name, as for the servers: an argument comes first, then the variable, then the secrets' folder.</summary>
    public static LedgerPlace Of(string? data, string? ledger, Func<string, string?> environment)
    {
        if (data is not null)
            return new LedgerPlace(data, null);
        var connection = ledger ?? Text(environment(Variable)) ?? Secret(environment(SecretsVariable));
        return connection is null ? new LedgerPlace(DataDirectoryDefault, null) : new LedgerPlace(null, connection);
    }

    /// <summary>Opens it for reading. Throws <see cref="LedgerUnavailableException"/> and the like, with a message for people.</summary>
    public Task<ILedgerRows> OpenAsync(CancellationToken cancellationToken) => OpenAsync<ILedgerRows>(
        SqliteLedgerRows.Open, async connection => await PostgresLedgerRows.OpenAsync(connection, cancellationToken));

    /// <summary>Opens its snapshots to replace some. Throws as <see cref="OpenAsync(CancellationToken)"/>.</summary>
    public Task<ISnapshotRows> OpenSnapshotsAsync(CancellationToken cancellationToken) => OpenAsync<ISnapshotRows>(
        SqliteSnapshotRows.Open, async connection => await PostgresSnapshotRows.OpenAsync(connection, cancellationToken));

    private async Task<T> OpenAsync<T>(Func<SqliteStoreOptions, T> sqlite, Func<string, Task<T>> postgres)
    {
        if (Connection is null)
            return sqlite(new SqliteStoreOptions { DataDirectory = DataDirectory! });
        try
        {
            return await postgres(Connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Its message may carry a part of the string, and so a password.
            throw new LedgerUnavailableException("The connection string of the ledger cannot be read.", e);
        }
    }

    private static string? Secret(string? folder)
    {
        if (Text(folder) is null)
            return null;
        var file = Path.Combine(folder!, Variable);
        return File.Exists(file) ? Text(File.ReadAllText(file).Trim()) : null;
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
