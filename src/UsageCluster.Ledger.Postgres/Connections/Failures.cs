using Npgsql;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>Which failures say that nothing was committed.</summary>
internal static class Failures
{
    /// <summary>
    /// Whether the server said so itself: an error aborts the transaction, of which all statements of a call are part. Not the end of a session, which
    /// may come after a commit.
    /// </summary>
    public static bool RolledBack(PostgresException e) =>
        e.InvariantSeverity == "ERROR" && e.SqlState != PostgresErrorCodes.StatementCompletionUnknown && IsOfTheStore(e);

    /// <summary>
    /// Whether the store failed, before a commit was asked for or in a read. Only an error about the values of a statement (classes 22 and 23) may be
    /// the statement's own: their texts are constants, so that a table or a right that is missing was there before.
    /// </summary>
    public static bool IsOfTheStore(NpgsqlException e) =>
        e is not PostgresException server
        || !(server.SqlState.StartsWith("22", StringComparison.Ordinal) || server.SqlState.StartsWith("23", StringComparison.Ordinal));

    /// <summary>
    /// Whether the failure of a statement for several may be the fault of one of them: a lock that is held, a deadlock, a row that cannot be read. Not that the store
    /// cannot be used, nor that nobody knows what became of it.
    /// </summary>
    public static bool MayBeOfOne(Exception e) => e switch
    {
        LedgerUnavailableException { InnerException: PostgresException server } => MayBeOfOne(server),
        PostgresException server => server.SqlState == PostgresErrorCodes.LockNotAvailable
            || (server.InvariantSeverity == "ERROR" && FailureOf(server.SqlState) is StoreFailure.Contended or StoreFailure.Other),
        LedgerUnavailableException or RetryableException or NpgsqlException or OperationCanceledException or TimeoutException or ObjectDisposedException => false,
        _ => true,
    };

    /// <summary>The failure as callers see it. The message carries no parameters and no connection string.</summary>
    public static LedgerUnavailableException Unavailable(Exception e) => new($"PostgreSQL: {e.Message}", e) { Failure = FailureOf(e) };

    private static StoreFailure FailureOf(Exception e) => e switch
    {
        PostgresException server => FailureOf(server.SqlState),
        TimeoutException or NpgsqlException { InnerException: TimeoutException } => StoreFailure.TimedOut,
        _ => StoreFailure.Unreachable,
    };

    private static StoreFailure FailureOf(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => StoreFailure.TimedOut,
        PostgresErrorCodes.TooManyConnections => StoreFailure.Busy,
        PostgresErrorCodes.ReadOnlySqlTransaction => StoreFailure.ReadOnly,
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => StoreFailure.NoRoom,
        ['0', '8', ..] or ['5', '7', 'P', ..] => StoreFailure.Unreachable,
        ['4', '0', ..] => StoreFailure.Contended,
        _ => StoreFailure.Other,
    };
}
