using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Sqlite.Alerts;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Entries;
using UsageCluster.Ledger.Sqlite.Storage;
using UsageCluster.Ledger.Sqlite.Webhooks;

namespace UsageCluster.Ledger.Sqlite;

/// <summary>
/// Ledger, snapshots and control plane in one SQLite database, which one process holds at a time. Safe for concurrent use. Every
/// write is durable once its task completes; a cancelled one wrote nothing.
/// </summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly DirectoryLock _lock;
    private readonly Reader _reader;
    private readonly ILogger _logger;
    private readonly string _path;
    private bool _disposed;

    private SqliteStore(DirectoryLock directoryLock, Database database, Session session, SqliteStoreOptions options, ILogger logger)
    {
        _lock = directoryLock;
        _logger = logger;
        _path = database.Path;
        Writer = new Writer(database, session, options, logger);
        _reader = new Reader(database, options, logger);
        var names = new InternedNames(options.NamesCachedMax);
        Writer.RolledBack = names.Forget;
        var log = new ControlLog(options);
        Ledger = new SqliteLedger(_reader, Writer, names, log);
        Snapshots = new SqliteSnapshots(_reader, Writer);
        Control = new SqliteControlStore(_reader, Writer, names, log);
        Alerts = new SqliteAlertStore(_reader, Writer);
        Webhooks = new SqliteWebhookStore(_reader, Writer);
    }

    /// <summary>The ledger.</summary>
    public ILedger Ledger { get; }

    /// <summary>The snapshots of companies' books.</summary>
    public ISnapshots Snapshots { get; }

    /// <summary>The control plane's rows.</summary>
    public IControlStore Control { get; }

    /// <summary>The alerts.</summary>
    public IAlertStore Alerts { get; }

    /// <summary>The webhooks, and the queue of what is sent to them.</summary>
    public IWebhookStore Webhooks { get; }

    internal Writer Writer { get; }

    /// <summary>
    /// Opens the store, makes what is missing and brings the schema up to date. Throws <see cref="StoreLockedException"/>,
    /// <see cref="SchemaTooNewException"/>, <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> for a directory that
    /// cannot be used, and <see cref="SqliteException"/> for a file that is no database.
    /// </summary>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        options.Validate();
        // Opening may recover a long log: not on the thread pool.
        return Task.Factory.StartNew(
            () => Open(options, loggers.CreateLogger<SqliteStore>()), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Runs what is queued, then closes the database and lets the directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        await _reader.DisposeAsync();
        await Writer.DisposeAsync();
        _lock.Dispose();
        LogMessages.StoreClosed(_logger, _path);
    }

    private static SqliteStore Open(SqliteStoreOptions options, ILogger logger)
    {
        var directory = Directory.CreateDirectory(options.DataDirectory).FullName;
        var directoryLock = DirectoryLock.Take(directory);
        Session? session = null;
        try
        {
            var database = new Database(Path.Combine(directory, options.FileName), options);
            session = database.OpenWriter();
            var schemaVersion = SchemaScripts.Apply(session, logger);
            LogMessages.StoreOpened(
                logger, database.Path, schemaVersion, session.Find("SELECT sqlite_version()", row => row.GetString(0))!);
            return new SqliteStore(directoryLock, database, session, options, logger);
        }
        catch
        {
            session?.Dispose();
            directoryLock.Dispose();
            throw;
        }
    }
}
