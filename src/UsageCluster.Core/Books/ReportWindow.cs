using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>
/// The starts and the ends of ranges for which a report holds, at first of all: all between the neighbouring uses and switches. Both ends of each
/// are inclusive; it only shrinks.
/// </summary>
public struct ReportWindow()
{
    private long _startMin = long.MinValue;
    private long _startMax = long.MaxValue;
    private long _endMin = long.MinValue;
    private long _endMax = long.MaxValue;

    /// <summary>Whether the report of this window is that of the range.</summary>
    public readonly bool Holds(TimeRange range) =>
        range.Start.Ticks >= _startMin && range.Start.Ticks <= _startMax && range.End.Ticks >= _endMin && range.End.Ticks <= _endMax;

    /// <summary>Narrows it to where the other holds too.</summary>
    public void Narrow(in ReportWindow other)
    {
        NarrowStart(other._startMin, other._startMax);
        NarrowEnd(other._endMin, other._endMax);
    }

    /// <summary>Starts from <paramref name="min"/> to <paramref name="max"/> see the same.</summary>
    internal void NarrowStart(long min, long max)
    {
        _startMin = Math.Max(_startMin, min);
        _startMax = Math.Min(_startMax, max);
    }

    /// <summary>Ends from <paramref name="min"/> to <paramref name="max"/> see the same.</summary>
    internal void NarrowEnd(long min, long max)
    {
        _endMin = Math.Max(_endMin, min);
        _endMax = Math.Min(_endMax, max);
    }
}
