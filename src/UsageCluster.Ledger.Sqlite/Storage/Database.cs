using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>Opens connections to the database file.</summary>
internal sealed class Database(string path, SqliteStoreOptions options)
{
    static Database() => SQLitePCL.Batteries_V2.Init();

    public string Path { get; } = path;

    /// <summary>
    /// The connection that writes. A commit is durable once it returns: write-ahead log, and synchronous FULL, which syncs the
    /// log at each commit (NORMAL would only at checkpoints, and lose the last commits with the power).
    /// </summary>
    public Session OpenWriter()
    {
        var session = Open(SqliteOpenMode.ReadWriteCreate);
        return Prepare(session, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA wal_autocheckpoint = {options.CheckpointPages};
            PRAGMA cache_size = -{options.WriterCacheKiB};
            """);
    }

    /// <summary>A connection that reads.</summary>
    public Session OpenReader() =>
        Prepare(Open(SqliteOpenMode.ReadWrite), $"PRAGMA query_only = ON; PRAGMA cache_size = -{options.ReaderCacheKiB};");

    /// <summary>A connection that reads beside a process that holds the store: no writer waits for it.</summary>
    private Session OpenBeside() => Prepare(Open(SqliteOpenMode.ReadOnly), $"PRAGMA query_only = ON; PRAGMA cache_size = -{options.ReaderCacheKiB};");

    /// <summary>
    /// A connection to a ledger that is there, beside a process that may hold it: to read, or to write now and then. Makes nothing. Throws
    /// <see cref="LedgerUnavailableException"/> where there is no ledger or it cannot be read, and <see cref="SchemaTooNewException"/>.
    /// </summary>
    public static Session OpenLedgerBeside(SqliteStoreOptions options, bool toWrite = false)
    {
        options.Validate();
        var path = System.IO.Path.Combine(options.DataDirectory, options.FileName);
        if (!File.Exists(path))
            throw new LedgerUnavailableException($"There is no database {path}.", null);
        Session? session = null;
        try
        {
            var database = new Database(path, options);
            session = toWrite ? database.OpenWriterBeside() : database.OpenBeside();
            SchemaScripts.Check(session);
            return session;
        }
        catch (SqliteException e)
        {
            session?.Dispose();
            throw new LedgerUnavailableException("The database cannot be read: " + e.Message, e);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    private static Session Prepare(Session session, string pragmas)
    {
        try
        {
            session.ExecuteScript(pragmas);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private Session OpenWriterBeside() => Prepare(Open(SqliteOpenMode.ReadWrite), "PRAGMA synchronous = FULL;");

    private Session Open(SqliteOpenMode mode)
    {
        // Pooling would keep the file open behind the store's back.
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            return new Session(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
