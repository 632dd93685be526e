using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Ledger.Tests.Conformance;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Ledger.Tests.Sqlite;

/// <summary>A SQLite database in a temporary directory.</summary>
public sealed class SqliteDatabase : StoreDatabase
{
    private readonly TempFolder _folder = new();

    public string DataDirectory => _folder.Path;

    public SqliteStoreOptions Options => new() { DataDirectory = DataDirectory };

    public Task<SqliteStore> OpenStoreAsync() => OpenStoreAsync(options => options);

    public Task<SqliteStore> OpenStoreAsync(Func<SqliteStoreOptions, SqliteStoreOptions> with) =>
        SqliteStore.OpenAsync(with(Options), NullLoggerFactory.Instance, CancellationToken.None);

    public override async Task<OpenStore> OpenAsync()
    {
        var store = await OpenStoreAsync();
        return new OpenStore(store.Ledger, store.Snapshots, store.Control, 0, store) { Alerts = store.Alerts, Webhooks = store.Webhooks };
    }

    public override async Task PretendNewerSchemaAsync() => await ExecuteAsync("PRAGMA user_version = 9999");

    /// <summary>Runs a statement on the database's file. No store is open.</summary>
    /// <returns>The first column of its first row; null if it has none.</returns>
    public async Task<object?> ExecuteAsync(string sql)
    {
        var path = Path.Combine(DataDirectory, Options.FileName);
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
