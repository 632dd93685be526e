namespace UsageCluster.Standalone.Engine;

/// <summary>
/// One activation of one actor, from before it begins until after it has ended. Calls count themselves in, so that an activation
/// never ends under one.
/// </summary>
internal sealed class ActorCell<TActor>(string id, TActor actor, Mailbox mailbox, int breaksBefore) where TActor : class, IActor
{
    private const int Closing = int.MinValue;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _uses;

    public string Id { get; } = id;

    public TActor Actor { get; } = actor;

    public Mailbox Mailbox { get; } = mailbox;

    /// <summary>How many activations in a row broke soon before this one.</summary>
    public int BreaksBefore { get; } = breaksBefore;

    /// <summary>When it became active, as the clock's timestamp.</summary>
    public long ActiveSince { get; private set; }

    /// <summary>The sweep in which it was last used.</summary>
    public int UsedInSweep { get; set; }

    /// <summary>Completes when it is active, fails when it could not become so.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when it has been given up.</summary>
    public Task Ended => _ended.Task;

    public bool IsActive => Ready.IsCompletedSuccessfully;

    /// <summary>Counts a call in; false once it is being given up. Each success is followed by one <see cref="Exit"/>.</summary>
    public bool TryEnter()
    {
        var uses = Volatile.Read(ref _uses);
        while (uses >= 0)
        {
            var seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
                return true;
            uses = seen;
        }

        return false;
    }

    public void Exit()
    {
        if (Interlocked.Decrement(ref _uses) == Closing)
            _drained.TrySetResult();
    }

    /// <summary>Refuses further calls if none is counted in; false: one is, or it is being given up already.</summary>
    public bool TryCloseIdle()
    {
        if (Interlocked.CompareExchange(ref _uses, Closing, 0) != 0)
            return false;
        _drained.TrySetResult();
        return true;
    }

    /// <summary>Refuses further calls; false: it is being given up already.</summary>
    public bool TryClose()
    {
        var uses = Interlocked.Or(ref _uses, Closing);
        if (uses == 0)
            _drained.TrySetResult();
        return uses >= 0;
    }

    /// <summary>Completes when it is closed and no call is counted in.</summary>
    public Task Drained => _drained.Task;

    public void SetActive(long timestamp)
    {
        ActiveSince = timestamp;
        _ready.SetResult();
    }

    public void SetFailed(Exception failure)
    {
        _ready.SetException(failure);
        // Every caller may be gone by now.
        _ = _ready.Task.Exception;
        _ended.SetResult();
    }

    public void SetEnded() => _ended.TrySetResult();
}
