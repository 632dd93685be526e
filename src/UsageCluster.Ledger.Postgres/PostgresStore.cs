using System.Data.Common;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Alerts;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;
using UsageCluster.Ledger.Postgres.Entries;
using UsageCluster.Ledger.Postgres.Leases;
using UsageCluster.Ledger.Postgres.Schema;
using UsageCluster.Ledger.Postgres.Webhooks;

namespace UsageCluster.Ledger.Postgres;

/// <summary>Ledger, snapshots and control plane in the schema <c>usage</c> of one PostgreSQL database (15 or later).</summary>
public sealed class PostgresStore : IAsyncDisposable
{
    private readonly Database _database;

    private PostgresStore(Database database, PostgresStoreOptions options, ILogger logger)
    {
        _database = database;
        var tokens = new TokenNumbers(database, options.TokenCacheMax);
        var changes = new ChangeLog(options.ChangesMax);
        Ledger = new PostgresLedger(database, new EntryWriter(tokens), new EntryReader(tokens), changes, logger);
        Leases = new PostgresLeases(database, options.TakeoversMax);
        Snapshots = new PostgresSnapshots(database);
        Control = new PostgresControlStore(database, new EntryWriter(tokens), changes);
        Alerts = new PostgresAlertStore(database, changes);
        Webhooks = new PostgresWebhookStore(database, changes);
    }

    /// <summary>The ledger.</summary>
    public ILedger Ledger { get; }

    /// <summary>The leases of the nodes that share the database.</summary>
    public ILeases Leases { get; }

    /// <summary>The snapshots.</summary>
    public ISnapshots Snapshots { get; }

    /// <summary>The control plane's rows.</summary>
    public IControlStore Control { get; }

    /// <summary>The alerts.</summary>
    public IAlertStore Alerts { get; }

    /// <summary>The webhooks, and the queue of what is sent to them.</summary>
    public IWebhookStore Webhooks { get; }

    /// <summary>
    /// Connects and brings the schema up to date. Throws <see cref="LedgerUnavailableException"/> when the server cannot be reached or the role
    /// may not do that, and <see cref="SchemaTooNewException"/> when a newer program has been here.
    /// </summary>
    public static async Task<PostgresStore> OpenAsync(
        PostgresStoreOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        options.Validate();
        var database = new Database(options, loggerFactory);
        try
        {
            var logger = loggerFactory.CreateLogger<PostgresStore>();
            await new SchemaUpgrade(database, options, logger).RunAsync(cancellationToken);
            return new PostgresStore(database, options, logger);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Further connections to the database, bounded as the store's own, for a library that brings its statements: it finds the tables of the schema by
    /// their bare names. The caller disposes of it.
    /// </summary>
    public DbDataSource OpenSource(int connectionsMax) => _database.SourceForLibrary(connectionsMax);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
