using Npgsql;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>Which failures say that nothing was committed.</summary>
internal static class Failures
{
    /// <summary>
    /// Whether the server said so itself, by an error that aborts the transaction: serialisation and deadlock, resources, lock and
    /// statement time-outs, a server that is read-only. Not the end of a session: that may come after a commit.
    /// </summary>
    public static bool RolledBack(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.StatementCompletionUnknown => false,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction => true,
        _ => e.SqlState.StartsWith("40", StringComparison.Ordinal) || e.SqlState.StartsWith("53", StringComparison.Ordinal),
    };

    /// <summary>Whether the store failed, rather than the statement being wrong: before a commit was asked for, or in a read.</summary>
    public static bool IsOfTheStore(NpgsqlException e) =>
        e is not PostgresException server
        || RolledBack(server)
        || server.SqlState.StartsWith("08", StringComparison.Ordinal)
        || server.SqlState.StartsWith("57", StringComparison.Ordinal);

    /// <summary>The failure as callers see it. The message carries no parameters and no connection string.</summary>
    public static LedgerUnavailableException Unavailable(Exception e) => new($"PostgreSQL: {e.Message}", e);
}
