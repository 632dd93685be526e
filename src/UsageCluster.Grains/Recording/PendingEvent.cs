using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains.Recording;

/// <summary>An event between its caller and the cluster.</summary>
internal sealed class PendingEvent(UsageEvent report, long startedAt)
{
    private readonly TaskCompletionSource<RecordOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAbandoned;

    public UsageEvent Report { get; } = report;

    /// <summary>When the caller came, as the clock's timestamp.</summary>
    public long StartedAt { get; } = startedAt;

    public Task<RecordOutcome> Task => _done.Task;

    /// <summary>Whether the caller has left: not to be sent any more.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Whether an earlier attempt of ours may have booked it. Only on the turn of its lane.</summary>
    public bool MayBeBooked { get; set; }

    public void Abandon() => _isAbandoned = true;

    public bool TryComplete(RecordOutcome outcome) => _done.TrySetResult(outcome);

    public bool TryCancel() => _done.TrySetCanceled();

    public bool TryFail(Exception failure)
    {
        var failed = _done.TrySetException(failure);

        // Observed here: a caller that left does not look any more.
        _ = _done.Task.Exception;
        return failed;
    }
}
