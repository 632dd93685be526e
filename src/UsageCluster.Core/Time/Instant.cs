namespace UsageCluster.Core.Time;

/// <summary>A point in time in UTC, kept to 100 ns.</summary>
/// <param name="Ticks">100 ns units since 0001-01-01T00:00:00Z.</param>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>Before every usage event: the start of what is in force "always".</summary>
    public static readonly Instant Always = new(0);

    /// <summary>1970-01-01T00:00:00Z, the earliest instant that the API takes.</summary>
    public static readonly Instant Earliest = new(DateTime.UnixEpoch.Ticks);

    /// <summary>9999-12-31T23:59:59.9999999Z, the latest instant that the API takes.</summary>
    public static readonly Instant Latest = new(DateTime.MaxValue.Ticks);

    /// <summary>The instant of a clock's reading.</summary>
    public static Instant From(DateTimeOffset value) => new(value.UtcTicks);

    /// <summary>The same instant as a framework value with offset zero.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(Ticks, TimeSpan.Zero);

    /// <summary>The instant that lies <paramref name="span"/> later; overflow throws.</summary>
    public Instant Plus(TimeSpan span) => new(checked(Ticks + span.Ticks));

    /// <inheritdoc />
    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.Ticks < right.Ticks;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.Ticks > right.Ticks;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Ticks <= right.Ticks;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Ticks >= right.Ticks;

    /// <summary>As answers write it: <c>yyyy-MM-ddTHH:mm:ss[.fffffff]Z</c>, no trailing zeros in the fraction.</summary>
    public override string ToString() =>
        new DateTime(Ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
