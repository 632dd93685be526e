namespace UsageCluster.Actors.Leases;

/// <summary>One moment on both clocks: a suspended machine stops one of them, and an administrator may turn the other.</summary>
/// <param name="Timestamp">The monotonic clock's.</param>
/// <param name="UtcTicks">The wall clock's.</param>
internal readonly record struct LeaseMoment(long Timestamp, long UtcTicks)
{
    public static LeaseMoment Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow().UtcTicks);

    /// <summary>The moment when the first of the clocks has gone on by <paramref name="duration"/> is before the one when both have.</summary>
    public LeaseLimit Plus(TimeSpan duration, TimeProvider time) =>
        new(Timestamp + (duration.Ticks / TimeSpan.TicksPerMillisecond * time.TimestampFrequency / 1_000), UtcTicks + duration.Ticks);
}
