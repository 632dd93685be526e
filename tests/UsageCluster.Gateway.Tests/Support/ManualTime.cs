namespace UsageCluster.Gateway.Tests.Support;

/// <summary>A clock that a test sets. Timers run on the machine's.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private long _utcTicks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _utcTicks, now.UtcTicks);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _utcTicks, span.Ticks);
}
