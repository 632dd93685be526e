namespace UsageCluster.Actors.Tests.Support;

/// <summary>Two clocks that a test turns, together or one of them; timers go by the monotonic one and run where it is turned.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = start;
    private long _monotonic = start.UtcTicks;

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
        foreach (var due in _timers.Where(t => t.Due <= _monotonic).OrderBy(t => t.Due).ToArray())
        {
            if (_timers.Remove(due))
                due.Run();
        }
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
