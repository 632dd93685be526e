using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>
/// Runs writes, one after the other, on the one thread that writes. Writes that wait together share a transaction, and so one
/// sync of the disk; each has a savepoint of its own, and none is answered before the commit.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private readonly Database _database;
    private readonly SqliteStoreOptions _options;
    private readonly ILogger _logger;
    private readonly WorkQueue _queue;
    private readonly WorkThread _thread;
    private Session? _session;

    /// <summary>A writer that begins with an open session, and closes it at its end.</summary>
    public Writer(Database database, Session session, SqliteStoreOptions options, ILogger logger)
    {
        _database = database;
        _options = options;
        _logger = logger;
        _session = session;
        _queue = new WorkQueue(options.WriteQueueMax);
        _thread = WorkThread.Start("SQLite writer", Loop);
    }

    /// <summary>Called on the writing thread when writes were undone: what was remembered of them is void.</summary>
    public Action? RolledBack { get; set; }

    /// <summary>Runs a write and commits it; <paramref name="weight"/> is about its number of rows.</summary>
    public Task<T> RunAsync<T>(Func<Session, T> write, int weight, CancellationToken cancellationToken) =>
        _queue.RunAsync(new ResultItem<T>(write, weight, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _thread.Ended;
        _queue.Dispose();
    }

    private void Loop()
    {
        var group = new List<WorkItem>();
        while (_queue.TryTake(out var first))
        {
            group.Clear();
            group.Add(first);
            var weight = first.Weight;
            while (group.Count < _options.GroupWritesMax && weight < _options.GroupEntriesMax && _queue.TryTakeWaiting(out var next))
            {
                group.Add(next);
                weight += next.Weight;
            }

            group.RemoveAll(i => i.CancelIfAsked());
            if (group.Count > 0)
                Commit(group);
        }

        _session?.Dispose();
    }

    private void Commit(List<WorkItem> group)
    {
        try
        {
            var session = _session ??= Reopen();
            session.Execute("BEGIN IMMEDIATE");
            foreach (var item in group)
                RunAlone(session, item);
        }
        catch (Exception exception)
        {
            LogMessages.WriteRolledBack(_logger, exception);
            RollBack();
            group.ForEach(i => i.Fail(StorageFailure.Unavailable("The transaction was rolled back: ", exception)));
            return;
        }

        try
        {
            _session.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            CommitFailed(exception, group);
            return;
        }

        group.ForEach(i => i.Complete());
    }

    /// <summary>Runs a write in a savepoint; its failure is its own, unless it ended the whole transaction: that throws.</summary>
    private void RunAlone(Session session, WorkItem item)
    {
        session.Execute("SAVEPOINT one_write");
        try
        {
            item.Run(session);
        }
        catch (Exception exception)
        {
            LogMessages.WriteRolledBack(_logger, exception);
            RolledBack?.Invoke();
            item.KeepFailure(StorageFailure.NothingCommitted(exception));
            if (!session.InTransaction)
                throw StorageFailure.Unavailable("A failing write ended the transaction: ", exception);
            session.Execute("ROLLBACK TO one_write");
        }

        session.Execute("RELEASE one_write");
    }

    private void CommitFailed(Exception exception, List<WorkItem> group)
    {
        if (RollBack() && exception is SqliteException failure && StorageFailure.IsBeforeCommitRecord(failure))
        {
            LogMessages.WriteRolledBack(_logger, exception);
            group.ForEach(i => i.Fail(StorageFailure.NothingCommitted(exception)));
            return;
        }

        LogMessages.CommitUnknown(_logger, group.Count, exception);
        group.ForEach(i => i.Fail(new RetryableException(RetryableFailure.UnknownOutcome, "A commit failed: " + exception.Message, exception)));
    }

    /// <summary>Ends the transaction. False: only closing the connection could; the next write opens another.</summary>
    private bool RollBack()
    {
        RolledBack?.Invoke();
        try
        {
            if (_session is { InTransaction: true } session)
                session.Execute("ROLLBACK");
            return true;
        }
        catch (SqliteException exception)
        {
            LogMessages.WriteRolledBack(_logger, exception);
            _session?.Dispose();
            _session = null;
            return false;
        }
    }

    private Session Reopen()
    {
        LogMessages.ConnectionReopened(_logger, "writing");
        return _database.OpenWriter();
    }
}
