using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>A store of one kind, which a writer holds open, and statements past it.</summary>
internal sealed class StoreCase : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresServer? _server;
    private IAsyncDisposable? _store;

    private StoreCase(PostgresServer? server, string? connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    /// <summary>Null: the store is on SQLite.</summary>
    public string? ConnectionString { get; }

    public ILedger Ledger { get; private set; } = null!;

    public ISnapshots Snapshots { get; private set; } = null!;

    public IControlStore Control { get; private set; } = null!;

    public long LeaseNo { get; private set; }

    /// <summary>The arguments that name the store.</summary>
    public string[] Place => ConnectionString is null ? ["--data", _folder.Path] : ["--ledger", ConnectionString];

    public static async Task<StoreCase> MakeAsync(StoreKind kind, PostgresServerFixture fixture)
    {
        var server = kind == StoreKind.Postgres ? fixture.Server : null;
        return new StoreCase(server, server is null ? null : await server.CreateDatabaseAsync());
    }

    /// <summary>A case whose store is open, as a server holds it.</summary>
    public static async Task<StoreCase> OpenAsync(StoreKind kind, PostgresServerFixture fixture)
    {
        var opened = await MakeAsync(kind, fixture);
        if (opened.ConnectionString is { } connectionString)
        {
            var store = await PostgresStore.OpenAsync(new PostgresStoreOptions { ConnectionString = connectionString }, NullLoggerFactory.Instance, default);
            (opened._store, opened.Ledger, opened.Snapshots, opened.Control) = (store, store.Ledger, store.Snapshots, store.Control);
            opened.LeaseNo = await store.Leases.TakeAsync("tests", TimeSpan.FromHours(1), null, default);
        }
        else
        {
            var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = opened._folder.Path }, NullLoggerFactory.Instance, default);
            (opened._store, opened.Ledger, opened.Snapshots, opened.Control) = (store, store.Ledger, store.Snapshots, store.Control);
        }

        return opened;
    }

    /// <summary>Audits with these arguments besides the store's.</summary>
    public Task<CliRun> AuditAsync(params string[] arguments) => CliRun.OfAsync(["audit", .. Place, .. arguments]);

    /// <summary>Runs a command with these arguments besides the store's.</summary>
    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync([.. arguments, .. Place]);

    public async Task<ILedgerRows> RowsAsync() => ConnectionString is null
        ? SqliteLedgerRows.Open(new SqliteStoreOptions { DataDirectory = _folder.Path })
        : await PostgresLedgerRows.OpenAsync(ConnectionString, default);

    public async Task<ISnapshotRows> SnapshotRowsAsync() => ConnectionString is null
        ? SqliteSnapshotRows.Open(new SqliteStoreOptions { DataDirectory = _folder.Path })
        : await PostgresSnapshotRows.OpenAsync(ConnectionString, default);

    /// <summary>Closes the store, so that a server can hold it.</summary>
    public async Task CloseAsync()
    {
        await _store!.DisposeAsync();
        _store = null;
    }

    /// <summary>Runs a statement past the store. Names in braces stand for tables, {token} for the column of a cost key's text, {index} for the index of event ids, {0900} for these bytes,
    /// {ofAcme} for rows of the company acme.</summary>
    public Task ExecuteAsync(string sql) => QueryAsync(sql);

    /// <summary>All rows of a query, as lines.</summary>
    public async Task<string> QueryAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = ConnectionString is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Under("usage.db"), Pooling = false }.ConnectionString)
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = InOwnWords(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new StringWriter(CultureInfo.InvariantCulture);
        while (await reader.ReadAsync())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                lines.Write(reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) + " " : string.Create(CultureInfo.InvariantCulture, $"{reader.GetValue(i)} "));
            lines.WriteLine();
        }

        return lines.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
            await _store.DisposeAsync();
        if (_server is not null)
            await _server.DropDatabaseAsync(ConnectionString!);
        _folder.Dispose();
    }

    private string InOwnWords(string sql)
    {
        string[] names = ConnectionString is null
            ? ["ledger_entries", "company_heads", "companies", "node_leases", "ledger_entries_event", "price_rules", "cost_key_names", "cost_key", "X'0900'"]
            : ["usage.entries", "usage.heads", "usage.companies", "usage.node_leases", "usage.entries_event", "usage.price_rules", "usage.tokens", "token", "decode('0900', 'hex')"];
        string[] words = ["{entries}", "{heads}", "{companies}", "{leases}", "{index}", "{price_rules}", "{tokens}", "{token}", "{0900}"];
        return words.Zip(names).Aggregate(
            sql.Replace("{ofAcme}", "company_no = (SELECT company_no FROM {companies} WHERE company_id = 'acme')", StringComparison.Ordinal),
            (text, word) => text.Replace(word.First, word.Second, StringComparison.Ordinal));
    }
}
