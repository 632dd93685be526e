namespace UsageCluster.TestKit.Time;

/// <summary>Two clocks that a test turns, together or one of them; timers go by the monotonic one and run where it is turned, or at home.</summary>
/// <param name="start">What both show at first.</param>
/// <param name="home">Where timers' callbacks are posted; null: they run where the clock is turned.</param>
public sealed class ManualTime(DateTimeOffset start, SynchronizationContext? home = null) : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = start;
    private long _monotonic = start.UtcTicks;

    /// <summary>The timestamp at which the next timer is due; null: none is set.</summary>
    public long? NextDue
    {
        get
        {
            long? next = null;
            foreach (var timer in _timers)
            {
                if (next is null || timer.Due < next)
                    next = timer.Due;
            }

            return next;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _monotonic;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        AdvanceWall(by);
        AdvanceMonotonic(by);
    }

    /// <summary>The machine was suspended, or the wall clock turned.</summary>
    public void AdvanceWall(TimeSpan by) => _wall += by;

    /// <summary>The wall clock stands, or was turned back.</summary>
    public void AdvanceMonotonic(TimeSpan by)
    {
        _monotonic += by.Ticks;
        if (!(NextDue <= _monotonic))
            return;
        foreach (var due in _timers.Where(t => t.Due <= _monotonic).OrderBy(t => t.Due).ToArray())
        {
            if (_timers.Remove(due))
                Run(due);
        }
    }

    private void Run(ManualTimer timer)
    {
        if (home is null)
            timer.Run();
        else
            home.Post(static state => ((ManualTimer)state!).Run(), timer);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = time._monotonic + dueTime.Ticks;
                time._timers.Add(this);
            }

            return true;
        }

        public void Run() => callback(state);

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
