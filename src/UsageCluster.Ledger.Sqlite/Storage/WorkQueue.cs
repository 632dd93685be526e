using System.Collections.Concurrent;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A bounded queue between callers, who wait for room without a thread, and the threads that SQLite's calls may block.</summary>
internal sealed class WorkQueue(int itemsMax) : IDisposable
{
    private readonly SemaphoreSlim _room = new(itemsMax, itemsMax);
    private readonly BlockingCollection<WorkItem> _items = [];

    /// <summary>Queues an item, and awaits its result.</summary>
    public async Task<T> RunAsync<T>(ResultItem<T> item, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            _items.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            _room.Release();
            throw new LedgerUnavailableException("The store is closed.", closed);
        }

        return await item.Task;
    }

    /// <summary>Waits for an item; false once the queue is closed and empty.</summary>
    public bool TryTake(out WorkItem item) => TryTake(out item, Timeout.Infinite);

    /// <summary>An item that is there already.</summary>
    public bool TryTakeWaiting(out WorkItem item) => TryTake(out item, 0);

    /// <summary>Takes no further items; those inside are still run.</summary>
    public void Close() => _items.CompleteAdding();

    public void Dispose() => _items.Dispose();

    private bool TryTake(out WorkItem item, int millisecondsTimeout)
    {
        if (!_items.TryTake(out item!, millisecondsTimeout))
            return false;
        _room.Release();
        return true;
    }
}
