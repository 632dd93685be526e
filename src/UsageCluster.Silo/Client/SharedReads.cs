namespace UsageCluster.Silo.Client;

/// <summary>
/// Reads over the cluster, one of a kind under way at a time: who asks meanwhile waits for the next one, together with all who ask for the same.
/// Every answer was so read after it was asked for. Safe for concurrent use.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TAnswer">What is answered, to be shared.</typeparam>
internal sealed class SharedReads<TKey, TAnswer>(Func<TKey, ValueTask<TAnswer>> read)
    where TKey : notnull
{
    private readonly Lock _gate = new();

    // As many as there are callers at most. What waits for the read under way to end; null: nobody.
    private readonly Dictionary<TKey, Round?> _waiting = [];

    /// <summary>Reads, or joins the next read. A failure is told to all who share it.</summary>
    public Task<TAnswer> ReadAsync(TKey key)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(key, out var next))
            {
                if (next is null)
                    _waiting[key] = next = new Round(this, key);
                return next.Task;
            }

            _waiting.Add(key, null);
        }

        var round = new Round(this, key);
        _ = round.RunAsync();
        return round.Task;
    }

    /// <summary>The key's read has ended: the next one begins, if anybody waits.</summary>
    private void Ended(TKey key)
    {
        Round? next;
        lock (_gate)
        {
            next = _waiting[key];
            if (next is null)
                _waiting.Remove(key);
            else
                _waiting[key] = null;
        }

        // Away from the trace of the caller whose read has ended.
        if (next is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static round => _ = round.RunAsync(), next, preferLocal: false);
    }

    private sealed class Round(SharedReads<TKey, TAnswer> owner, TKey key)
        : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public async Task RunAsync()
        {
            try
            {
                var answer = await owner.ReadOnceAsync(key);
                owner.Ended(key);
                SetResult(answer);
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                owner.Ended(key);
                SetException(failure);
            }
        }
    }

    private ValueTask<TAnswer> ReadOnceAsync(TKey key) => read(key);
}
