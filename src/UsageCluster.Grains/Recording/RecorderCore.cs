using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Recording;

/// <summary>What the lanes of a recorder share: its bounds, and the one place through which an event leaves the buffer.</summary>
internal sealed class RecorderCore : IDisposable
{
    private readonly CancellationTokenSource _close = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ICompanyCalls _calls;
    private int _buffered;

    public RecorderCore(ICompanyCalls calls, UsageRecorderOptions options, TimeProvider time, RecorderMetrics metrics, ILogger logger, Func<double> random)
    {
        options.Validate();
        _calls = calls;
        Options = options;
        Time = time;
        Metrics = metrics;
        Logger = logger;
        Backoff = new Backoff(options, random);
        Lanes = new LaneTable(companyId => new CompanyLane(companyId, this));
        Slots = new SemaphoreSlim(options.CompaniesInParallelMax);
        Room = new SemaphoreSlim(options.BufferedEventsMax);
        Closing = _close.Token;
        Aborted = _abort.Token;
    }

    public UsageRecorderOptions Options { get; }

    public TimeProvider Time { get; }

    public RecorderMetrics Metrics { get; }

    public ILogger Logger { get; }

    public Backoff Backoff { get; }

    public LaneTable Lanes { get; }

    /// <summary>Batches on their way.</summary>
    public SemaphoreSlim Slots { get; }

    /// <summary>Places in the buffer.</summary>
    public SemaphoreSlim Room { get; }

    /// <summary>No further events are taken.</summary>
    public CancellationToken Closing { get; }

    /// <summary>The stop's time is over: nothing is sent or waited for any more.</summary>
    public CancellationToken Aborted { get; }

    /// <summary>Events in the buffer.</summary>
    public int Buffered => Volatile.Read(ref _buffered);

    /// <summary>Ends once the table is closed and the buffer empty.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Takes an event that has a place; false once closed, the place is free again then.</summary>
    public bool TryPost(PendingEvent pending)
    {
        if (Lanes.TryPost(pending, Count))
            return true;
        Room.Release();
        return false;
    }

    public void Close()
    {
        Lanes.Close();
        _close.Cancel();
        if (Buffered == 0)
            _idle.TrySetResult();
    }

    /// <summary>One attempt. Throws <see cref="TimeoutException"/> when its time is over; what comes of it later is nobody's.</summary>
    public Task<ImmutableArray<RecordOutcome>> CallAsync(string companyId, RecordBatch batch)
    {
        var call = _calls.RecordAsync(companyId, batch).AsTask();

        // Observed also where the wait for it has ended before.
        _ = call.ContinueWith(
            static failed => failed.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return call.WaitAsync(Options.AttemptTimeout, Time, Aborted);
    }

    /// <summary>Waits before a retry; the end of a stop's time ends it.</summary>
    public Task WaitAsync(TimeSpan delay)
    {
        var time = Time;
        return Task.Delay(delay, time, Aborted);
    }

    public void Abort() => _abort.Cancel();

    /// <summary>Tells the caller. A duplicate of an attempt of ours is the same event, accepted.</summary>
    public void Complete(PendingEvent pending, RecordOutcome outcome)
    {
        if (pending.MayBeBooked && outcome.Status == RecordStatus.Duplicate)
            outcome = RecordOutcome.Accepted;
        if (!pending.TryComplete(outcome))
            return;
        Metrics.Decided(outcome.Status, Time.GetElapsedTime(pending.StartedAt));
        Leave();
    }

    public void Fail(PendingEvent pending, Exception failure)
    {
        if (!pending.TryFail(failure))
            return;
        Metrics.Failed();
        Leave();
    }

    public bool DropIfAbandoned(PendingEvent pending)
    {
        if (!pending.IsAbandoned)
            return false;
        if (pending.TryCancel())
            Leave();
        return true;
    }

    /// <summary>Gives an event up whose time is over before a retry after the delay.</summary>
    public bool GiveUpIfLate(PendingEvent pending, TimeSpan delay, Exception failure)
    {
        if (Options.GiveUpAfter is not { } limit || Time.GetElapsedTime(pending.StartedAt) + delay < limit)
            return false;
        Logger.GivenUp(pending.Report.CompanyId, pending.Report.EventId, failure);
        Fail(pending, CallFailures.GivenUp(failure, limit));
        return true;
    }

    /// <summary>As a stop without time. The semaphores stay usable for what ends later; they hold nothing to free.</summary>
    public void Dispose()
    {
        Close();
        Abort();
        _close.Dispose();
        _abort.Dispose();
    }

    private void Count()
    {
        Interlocked.Increment(ref _buffered);
        Metrics.Buffered(1);
    }

    private void Leave()
    {
        Metrics.Buffered(-1);
        var left = Interlocked.Decrement(ref _buffered);
        Room.Release();
        if (left == 0 && Closing.IsCancellationRequested)
            _idle.TrySetResult();
    }
}
