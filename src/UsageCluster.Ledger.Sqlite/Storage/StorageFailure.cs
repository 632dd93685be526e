using Microsoft.Data.Sqlite;
using SQLitePCL;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>Which failures lie with the disk or the file, and not with the statement.</summary>
internal static class StorageFailure
{
    public static bool Is(Exception exception) => exception is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_BUSY or raw.SQLITE_LOCKED
            or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL
            or raw.SQLITE_PERM or raw.SQLITE_INTERRUPT,
    };

    /// <summary>
    /// Whether a failed commit is certain not to have happened. A full disk is met while pages are written to the log, before
    /// the record that makes them a commit is whole; a failing sync comes after it, and leaves open what a recovery would find.
    /// </summary>
    public static bool IsBeforeCommitRecord(SqliteException exception) => exception.SqliteErrorCode == raw.SQLITE_FULL;

    /// <summary>What callers get for a failure after which nothing is committed.</summary>
    public static Exception NothingCommitted(Exception exception) =>
        Is(exception) ? Unavailable("The database cannot be used: ", exception) : exception;

    /// <summary>The failure as callers see it.</summary>
    public static LedgerUnavailableException Unavailable(string what, Exception exception) =>
        new(what + exception.Message, exception) { Failure = FailureOf(exception) };

    private static StoreFailure FailureOf(Exception exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => StoreFailure.NoRoom,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => StoreFailure.TimedOut,
        raw.SQLITE_READONLY => StoreFailure.ReadOnly,
        _ => (exception as LedgerUnavailableException)?.Failure ?? StoreFailure.Other,
    };
}
