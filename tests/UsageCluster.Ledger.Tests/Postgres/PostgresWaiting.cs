using Npgsql;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>Waits for what the server itself says that its backends wait for.</summary>
internal static class PostgresWaiting
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Returns once a backend of the database waits for a lock of the kind, with its process id.</summary>
    public static async Task<int> ForLockAsync(NpgsqlConnection observer, string lockType)
    {
        using var timeout = new CancellationTokenSource(Longest);
        while (true)
        {
            await using var command = new NpgsqlCommand(
                "SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND l.locktype = $1 AND a.datname = current_database() LIMIT 1",
                observer);
            command.Parameters.Add(new NpgsqlParameter { Value = lockType });
            if (await command.ExecuteScalarAsync(timeout.Token) is int pid)
                return pid;
        }
    }

    /// <summary>Returns once this many backends of the database wait for a lock.</summary>
    public static async Task ForLocksAsync(NpgsqlConnection observer, int backends)
    {
        using var timeout = new CancellationTokenSource(Longest);
        while (true)
        {
            await using var command = new NpgsqlCommand(
                "SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()",
                observer);
            if (await command.ExecuteScalarAsync(timeout.Token) is long waiting && waiting >= backends)
                return;
        }
    }
}
