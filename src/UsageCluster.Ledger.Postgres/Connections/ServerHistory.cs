using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>
/// The history that the database's rows belong to, asked for by each new connection before it is used. A standby that was promoted without the latest
/// rows, or a restored backup, counts on from an older state: what is kept in memory under numbers that it gives out again is void. Safe for concurrent use.
/// </summary>
internal sealed class ServerHistory(Action changed, TimeSpan timeout, ILogger logger)
{
    /// <summary>Whether there is a function to ask, and a right to do so: neither before the schema is applied.</summary>
    private const string CanTell =
        """
        SELECT EXISTS (
            SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = 'usage' AND p.proname = 'history' AND has_schema_privilege(n.oid, 'USAGE'))
        """;

    private readonly Lock _lock = new();
    private string? _history;
    private int _number;

    /// <summary>Counts the histories that were met.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>
    /// Looks at a connection that has just been made. Throws <see cref="NpgsqlException"/> for one to a server that was left behind: it takes writes as
    /// before, and whatever it takes is lost. Also where no ledger lies any more: whoever makes another one there begins another history.
    /// </summary>
    public async Task LookAsync(NpgsqlConnection connection)
    {
        if (await HistoryOfAsync(connection) is { } history)
        {
            if (Met(history, connection))
                changed();
        }
        else if (Volatile.Read(ref _number) > 0)
        {
            throw new NpgsqlException("The ledger that this program has worked on does not lie in this database any more.");
        }
    }

    /// <summary>Null: there is no ledger, or not all of it yet, as while a dump is restored.</summary>
    private async Task<string?> HistoryOfAsync(NpgsqlConnection connection)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            return await connection.ScalarAsync<bool>(CanTell, limit.Token)
                ? await connection.ScalarAsync<string>("SELECT usage.history()", limit.Token)
                : null;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new NpgsqlException($"The server did not tell its history within {timeout}.", new TimeoutException(e.Message, e));
        }
    }

    /// <summary>Whether it is another one than before.</summary>
    private bool Met(string history, NpgsqlConnection connection)
    {
        lock (_lock)
        {
            var known = _history;
            if (history == known)
                return false;
            if (known is not null && IsBefore(history, known))
                throw new NpgsqlException("The server's timeline is older than the one that this program has worked on: another server was promoted since.");
            _history = history;
            _number++;
            if (known is null)
                return false;
            logger.HistoryChanged(connection.Host, connection.Port, known, history);
            return true;
        }
    }

    /// <summary>Whether it is the same store on the same system, on a timeline of before: promotions and restores count timelines up.</summary>
    private static bool IsBefore(string history, string known) =>
        history.Split(' ') is [var store, var system, var timeline]
        && known.Split(' ') is [var knownStore, var knownSystem, var knownTimeline]
        && (store, system) == (knownStore, knownSystem)
        && uint.TryParse(timeline, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
        && uint.TryParse(knownTimeline, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var knownNumber)
        && number < knownNumber;
}
