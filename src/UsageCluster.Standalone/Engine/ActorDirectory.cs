using System.Collections.Concurrent;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The live actors of the process: at most one activation per id at a time, made on demand, replaced when broken, given up when idle.
/// What could not be activated leaves nothing behind. Safe for concurrent use.
/// </summary>
internal sealed class ActorDirectory<TActor> : IAsyncDisposable where TActor : class, IActor
{
    /// <summary>Sweeps in the time after which an unused actor is idle.</summary>
    private const int SweepsUntilIdle = 8;

    private readonly ConcurrentDictionary<string, ActorCell<TActor>> _cells = new(StringComparer.Ordinal);
    private readonly Func<string, TActor> _make;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _activating;
    private readonly SemaphoreSlim _trimming = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private int _sweep;
    private int _count;
    private int _waiting;

    public ActorDirectory(Func<string, TActor> make, EngineOptions options, TimeProvider time, ILogger logger)
    {
        options.Validate();
        _make = make;
        _options = options;
        _time = time;
        _logger = logger;
        _activating = new SemaphoreSlim(options.ActivationsInParallelMax);
        var period = options.IdleAfter / SweepsUntilIdle;
        _timer = time.CreateTimer(static state => ((ActorDirectory<TActor>)state!).Sweep(), this, period, period);
    }

    /// <summary>Activations, those under way included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Counts up as time goes: what is not found again in some counts is idle.</summary>
    public int Sweeps => Volatile.Read(ref _sweep);

    /// <summary>The actor if it is there, active or not; for what may be read of it on any thread.</summary>
    public TActor? Find(string id)
    {
        if (!_cells.TryGetValue(id, out var cell))
            return null;
        Touch(cell);
        return cell.Actor;
    }

    /// <summary>The actor if it is active and sound, counted in: the caller exits it. Null: see <see cref="EnterAsync"/>.</summary>
    public ActorCell<TActor>? TryEnter(string id)
    {
        if (_stop.IsCancellationRequested || !_cells.TryGetValue(id, out var cell) || !cell.IsActive || cell.Actor.IsBroken || !cell.TryEnter())
            return null;
        Touch(cell);
        return cell;
    }

    /// <summary>
    /// The active actor, counted in: the caller exits it. Throws <see cref="RetryableException"/> and whatever activation throws. A cancelled
    /// caller does not end an activation.
    /// </summary>
    public async ValueTask<ActorCell<TActor>> EnterAsync(string id, CancellationToken cancellationToken)
    {
        // Whether what is found may have begun before this call.
        var mayBeOlder = true;
        while (true)
        {
            if (_stop.IsCancellationRequested)
                throw ShuttingDown();
            if (!_cells.TryGetValue(id, out var cell))
            {
                cell = New(id, breaksBefore: 0);
                if (!TryAdd(cell))
                    continue;
                mayBeOlder = false;
            }

            try
            {
                if (!cell.Ready.IsCompletedSuccessfully)
                    await cell.Ready.WaitAsync(cancellationToken);
            }
            catch (UnknownCompanyException) when (mayBeOlder)
            {
                // It may have looked before the company was made. The next one, which begins after this call, has the last word.
                mayBeOlder = false;
                continue;
            }

            if (cell.Actor.IsBroken)
            {
                Replace(cell);
                continue;
            }

            if (cell.TryEnter())
            {
                Touch(cell);
                return cell;
            }

            await cell.Ended.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Lets go of every broken actor. They have failed their callers by themselves, and each id's next activation begins at the next call.
    /// </summary>
    public void DropBroken()
    {
        foreach (var (_, cell) in _cells)
        {
            if (!cell.IsActive || !cell.Actor.IsBroken)
                continue;
            cell.TryClose();
            Remove(cell);
            cell.SetEnded();
        }
    }

    /// <summary>
    /// Refuses new calls, waits for those in flight and gives every actor up, until cancelled: then what is left is only dropped, which
    /// loses nothing that was acknowledged.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.DeactivationsInParallelMax };
        await Parallel.ForEachAsync(_cells.Values, parallel, async (cell, _) => await CloseAsync(cell, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
    }

    private static RetryableException ShuttingDown() => new(RetryableFailure.ShuttingDown, "The process is shutting down.");

    private ActorCell<TActor> New(string id, int breaksBefore) =>
        new(id, _make(id), new Mailbox(_options.TurnsPerSlice, _logger), breaksBefore) { UsedInSweep = Volatile.Read(ref _sweep) };

    private void Touch(ActorCell<TActor> cell)
    {
        var sweep = Volatile.Read(ref _sweep);
        if (cell.UsedInSweep != sweep)
            cell.UsedInSweep = sweep;
    }

    private bool TryAdd(ActorCell<TActor> cell)
    {
        if (!_cells.TryAdd(cell.Id, cell))
            return false;
        Interlocked.Increment(ref _count);
        _ = ActivateAsync(cell);
        return true;
    }

    /// <summary>A broken actor has failed its callers by itself; only its place is taken.</summary>
    private void Replace(ActorCell<TActor> broken)
    {
        var soon = _time.GetElapsedTime(broken.ActiveSince) < _options.BackoffForgottenAfter;
        var next = New(broken.Id, soon ? broken.BreaksBefore + 1 : 1);
        if (!_cells.TryUpdate(broken.Id, next, broken))
            return;
        LogMessages.BrokenReplaced(_logger, broken.Id, next.BreaksBefore);
        broken.SetEnded();
        _ = ActivateAsync(next);
    }

    private async Task ActivateAsync(ActorCell<TActor> cell)
    {
        try
        {
            // Looked at after the cell was added: a stop that began before sees the cell, one that begins later ends it.
            _stop.Token.ThrowIfCancellationRequested();
            if (cell.BreaksBefore > 0)
                await Task.Delay(Backoff(cell.BreaksBefore), _time, _stop.Token);
            await TakeActivationAsync();
            try
            {
                await MakeRoomAsync();
                await cell.Mailbox.RunAsync(async () =>
                {
                    await cell.Actor.ActivateAsync(_stop.Token);
                    return true;
                });
            }
            finally
            {
                _activating.Release();
            }

            cell.SetActive(_time.GetTimestamp());
        }
#pragma warning disable CA1031 // It belongs to the callers that wait for the activation.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Remove(cell);
            cell.SetFailed(failure is OperationCanceledException && _stop.IsCancellationRequested ? ShuttingDown() : failure);
        }
    }

    private TimeSpan Backoff(int breaks)
    {
        var doubled = _options.BackoffMin * Math.Pow(2, Math.Min(breaks - 1, 30));
        return doubled < _options.BackoffMax ? doubled : _options.BackoffMax;
    }

    private async Task TakeActivationAsync()
    {
        if (await _activating.WaitAsync(0))
            return;
        if (Interlocked.Increment(ref _waiting) > _options.ActivationsWaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RetryableException(RetryableFailure.Overloaded, "Too many companies wait for their activation.");
        }

        try
        {
            await _activating.WaitAsync(_stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Sweep()
    {
        var sweep = Interlocked.Increment(ref _sweep);
        _ = TrimAsync(cell => sweep - cell.UsedInSweep > SweepsUntilIdle, int.MaxValue);
    }

    /// <summary>Gives up a tenth of the bound at once, the longest unused first, so that the next activations find room.</summary>
    private async Task MakeRoomAsync()
    {
        if (Count <= _options.ActiveCompaniesMax)
            return;
        await _trimming.WaitAsync(_stop.Token);
        try
        {
            var excess = Count - _options.ActiveCompaniesMax;
            if (excess > 0)
                await TrimAsync(static _ => true, excess + (_options.ActiveCompaniesMax / 10));
        }
        finally
        {
            _trimming.Release();
        }
    }

    private async Task TrimAsync(Func<ActorCell<TActor>, bool> picked, int limit)
    {
        try
        {
            var cells = _cells.Select(pair => pair.Value).Where(cell => cell.IsActive && picked(cell));
            if (limit < int.MaxValue)
                cells = cells.OrderBy(cell => cell.UsedInSweep).Take(limit);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.DeactivationsInParallelMax };
            await Parallel.ForEachAsync(cells.ToList(), parallel, async (cell, _) =>
            {
                if (cell.TryCloseIdle())
                    await EndAsync(cell, _stop.Token);
            });
        }
#pragma warning disable CA1031 // The next sweep tries again; nobody waits for this one.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.SweepFailed(_logger, failure);
        }
    }

    private async Task CloseAsync(ActorCell<TActor> cell, CancellationToken cancellationToken)
    {
        await cell.Ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cell.IsActive)
            return;
        if (!cell.TryClose())
        {
            await cell.Ended;
            return;
        }

        await cell.Drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(cell, cancellationToken);
    }

    private async Task EndAsync(ActorCell<TActor> cell, CancellationToken cancellationToken)
    {
        try
        {
            await cell.Mailbox.RunAsync(async () =>
            {
                await cell.Actor.DeactivateAsync(cancellationToken);
                return true;
            });
        }
#pragma warning disable CA1031 // The next activation takes over without a clean end.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.DeactivationFailed(_logger, cell.Id, failure);
        }

        Remove(cell);
        cell.SetEnded();
    }

    private void Remove(ActorCell<TActor> cell)
    {
        if (_cells.TryRemove(KeyValuePair.Create(cell.Id, cell)))
            Interlocked.Decrement(ref _count);
    }
}
