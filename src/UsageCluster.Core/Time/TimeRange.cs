namespace UsageCluster.Core.Time;

/// <summary>A half-open range of instants: <c>[Start, End)</c>. Start is before End.</summary>
public readonly record struct TimeRange
{
    /// <summary>A range; throws <see cref="ArgumentException"/> when start is not before end.</summary>
    public TimeRange(Instant start, Instant end)
    {
        if (start >= end)
            throw new ArgumentException("The start of a range must be before its end.", nameof(start));
        Start = start;
        End = end;
    }

    /// <summary>The first instant inside the range.</summary>
    public Instant Start { get; }

    /// <summary>The first instant after the range.</summary>
    public Instant End { get; }

    /// <summary>Whether the instant lies inside the range.</summary>
    public bool Contains(Instant instant) => instant >= Start && instant < End;
}
