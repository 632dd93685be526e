using Npgsql;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>
/// Hears whether the server gave up its wait for a synchronous standby. Whoever cancels that wait (an operator, or this program's own time-out) has the
/// server keep the commit where it is, warn, and answer as if all were well.
/// </summary>
internal sealed class StandbyWatch : IDisposable
{
    /// <summary>The server's function that warns. Its texts are in the server's language.</summary>
    private const string Waiter = "SyncRepWaitForLSN";

    private readonly NpgsqlConnection _connection;
    private string? _warning;

    public StandbyWatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _connection.Notice += OnNotice;
    }

    /// <summary>
    /// Throws <see cref="RetryableException"/> when a commit since the begin is not known to be on the standby: if the server is lost now, it is too.
    /// </summary>
    public void ThrowIfGivenUp()
    {
        if (_warning is { } warning)
            throw new RetryableException(RetryableFailure.UnknownOutcome, $"PostgreSQL: {warning}");
    }

    public void Dispose() => _connection.Notice -= OnNotice;

    private void OnNotice(object sender, NpgsqlNoticeEventArgs e)
    {
        if (e.Notice.Routine == Waiter)
            _warning = e.Notice.MessageText;
    }
}
