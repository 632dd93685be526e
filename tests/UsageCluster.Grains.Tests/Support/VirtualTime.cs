namespace UsageCluster.Grains.Tests.Support;

/// <summary>A clock that stands still until a test lets it leap to the next timer.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<PendingTimer> _timers = [];
    private readonly SemaphoreSlim _created = new(0);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new PendingTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on.</summary>
    public void Advance(TimeSpan span)
    {
        lock (_gate)
        {
            _now += span;
        }
    }

    /// <summary>Waits until so many timers wait for time to pass, then lets the earliest of them happen. Returns how far the clock leapt.</summary>
    public async Task<TimeSpan> LeapAsync(int timers = 1)
    {
        while (true)
        {
            Assert.True(await _created.WaitAsync(Deadline.Span), "Nothing waits for time to pass.");
            PendingTimer next;
            TimeSpan leap;
            lock (_gate)
            {
                if (_timers.Count < timers)
                    continue;
                next = _timers.MinBy(t => t.Due)!;
                _timers.Remove(next);
                leap = next.Due > _now ? next.Due - _now : TimeSpan.Zero;
                _now += leap;
            }

            next.Fire();
            return leap;
        }
    }

    private sealed class PendingTimer(VirtualTime time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._timers.Add(this);
            }

            time._created.Release();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
