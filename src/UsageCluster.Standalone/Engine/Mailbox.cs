using System.Collections.Concurrent;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// One actor's turns: what is posted runs one at a time, in order, on the thread pool. After a slice of turns it queues behind the
/// other mailboxes. Code that awaits on a turn continues on a later one.
/// </summary>
internal sealed class Mailbox(int turnsPerSlice, ILogger logger) : SynchronizationContext, IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Turn> _turns = new();
    private int _scheduled;

    public override void Post(SendOrPostCallback d, object? state)
    {
        _turns.Enqueue(new Turn(d, state));
        Schedule();
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A mailbox's turns are only posted: waiting for one could wait for oneself.");

    public override SynchronizationContext CreateCopy() => this;

    void IThreadPoolWorkItem.Execute()
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            for (var i = 0; i < turnsPerSlice && _turns.TryDequeue(out var turn); i++)
                Run(turn);
        }
        finally
        {
            SetSynchronizationContext(before);
        }

        // More than a write: it is seen before the queue is looked at here, or a turn that is posted meanwhile would be scheduled by nobody.
        Interlocked.Exchange(ref _scheduled, 0);
        if (!_turns.IsEmpty)
            Schedule();
    }

    /// <summary>Runs a call's beginning on a turn, and completes with its end.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        var running = new MailboxCall<T>(call);
        Post(MailboxCall<T>.Begin, running);
        return running.Task;
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Run(Turn turn)
    {
        try
        {
            turn.Callback(turn.State);
        }
#pragma warning disable CA1031 // Nobody awaits a turn; one actor's defect must not end the process.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.TurnFailed(logger, failure);
        }
    }

    private readonly record struct Turn(SendOrPostCallback Callback, object? State);
}
