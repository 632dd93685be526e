namespace UsageCluster.Actors.Leases;

/// <summary>Until when a lease is held: while neither clock has come to it.</summary>
internal sealed class LeaseLimit(long timestamp, long utcTicks)
{
    /// <summary>Never: no clock is looked at.</summary>
    public static readonly LeaseLimit None = new(long.MaxValue, long.MaxValue);

    public bool IsAfterNow(TimeProvider time) =>
        ReferenceEquals(this, None) || (time.GetTimestamp() < timestamp && time.GetUtcNow().UtcTicks < utcTicks);

    /// <summary>What is left by the clock that is ahead; never less than zero, since a little less means without end to timers.</summary>
    public TimeSpan Remaining(TimeProvider time)
    {
        var monotonic = time.GetElapsedTime(time.GetTimestamp(), timestamp);
        var wall = TimeSpan.FromTicks(utcTicks - time.GetUtcNow().UtcTicks);
        var least = monotonic < wall ? monotonic : wall;
        return least > TimeSpan.Zero ? least : TimeSpan.Zero;
    }
}
