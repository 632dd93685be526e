using Microsoft.Extensions.Logging;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>Runs reads on a few threads, each read in one transaction: what it sees is of one moment, after every acknowledged write.</summary>
internal sealed class Reader : IAsyncDisposable
{
    private readonly Database _database;
    private readonly ILogger _logger;
    private readonly WorkQueue _queue;
    private readonly List<WorkThread> _threads = [];

    public Reader(Database database, SqliteStoreOptions options, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _queue = new WorkQueue(options.ReadQueueMax);
        for (var i = 1; i <= options.ReadConnections; i++)
            _threads.Add(WorkThread.Start($"SQLite reader {i}", Loop));
    }

    public Task<T> RunAsync<T>(Func<Session, T> read, CancellationToken cancellationToken) =>
        _queue.RunAsync(new ResultItem<T>(read, 0, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await Task.WhenAll(_threads.Select(t => t.Ended));
        _queue.Dispose();
    }

    private void Loop()
    {
        Session? session = null;
        while (_queue.TryTake(out var item))
        {
            if (item.CancelIfAsked())
                continue;
            try
            {
                session ??= _database.OpenReader();
                session.Execute("BEGIN");
                item.Run(session);
                session.Execute("COMMIT");
                item.Complete();
            }
            catch (Exception exception)
            {
                LogMessages.ReadFailed(_logger, exception);
                item.Fail(StorageFailure.NothingCommitted(exception));
                session?.Dispose();
                session = null;
            }
        }

        session?.Dispose();
    }
}
