using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Commands;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>An empty store for processes that die: a folder, or a database that they reach through a proxy.</summary>
internal sealed class CrashStore : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresServer? _server;

    private CrashStore(PostgresServer? server, string? connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
        Proxy = connectionString is null ? null : WireProxy.Before(connectionString);
    }

    /// <summary>The database itself; null: SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>Between the processes and the database; null: SQLite.</summary>
    public WireProxy? Proxy { get; }

    /// <summary>The arguments that name the store to the processes that die.</summary>
    public string[] Arguments => ConnectionString is null ? ["--data", _folder.Path] : ["--ledger", Proxy!.Through(ConnectionString)];

    /// <summary>The arguments that name the store itself.</summary>
    public string[] Place => ConnectionString is null ? ["--data", _folder.Path] : ["--ledger", ConnectionString];

    /// <summary>The folder of a store on SQLite.</summary>
    public string Folder => _folder.Path;

    public static CrashStore OnSqlite() => new(null, null);

    public static async Task<CrashStore> OnPostgresAsync(PostgresServer server) => new(server, await server.CreateDatabaseAsync());

    public async Task<ILedgerRows> RowsAsync() => ConnectionString is null
        ? SqliteLedgerRows.Open(new SqliteStoreOptions { DataDirectory = _folder.Path })
        : await PostgresLedgerRows.OpenAsync(ConnectionString, default);

    /// <summary>Runs a statement past the product; the first column of its first row.</summary>
    public async Task<object?> ExecuteAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using DbConnection connection = ConnectionString is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _folder.Under("usage.db"), Pooling = false }.ConnectionString)
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteScalarAsync();
    }

    /// <summary>By the product's own audit.</summary>
    public async Task AssertWellAsync()
    {
        using StringWriter output = new(), errors = new();
        var exitCode = await UsageProgram.RunAsync(["audit", .. Place], output, errors);
        Assert.True(exitCode == 0, $"usage audit: {exitCode}\n{output}\n{errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (_server is not null)
            await _server.DropDatabaseAsync(ConnectionString!);
        _folder.Dispose();
    }
}
