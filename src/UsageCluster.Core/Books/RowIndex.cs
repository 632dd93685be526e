using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>
/// The rows of some lines at one version, in the order of <see cref="RowKey"/>, found without a scan. Immutable. In the costs, m is the number of
/// lines and n that of their uses.
/// </summary>
public sealed class RowIndex
{
    private readonly List<TimelineView> _timelines;

    internal RowIndex(List<TimelineView> timelines) => _timelines = timelines;

    /// <summary>How many rows lie in a range: O(m log n).</summary>
    public long Count(TimeRange range) => Count(range.Start.Ticks, range.End.Ticks);

    /// <summary>
    /// Up to <paramref name="take"/> rows of a range behind the first <paramref name="skip"/> ones: O(m log n) for the first page, some 60 times that
    /// for a later one, and O(log m + log n) a row.
    /// </summary>
    public IReadOnlyList<RowKey> Newest(TimeRange range, long skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        if (skip == 0)
            return Walk(range, new RowKey(range.End, 0), take);
        return skip < Count(range) ? Walk(range, Find(range, skip - 1), take) : [];
    }

    /// <summary>
    /// Up to <paramref name="take"/> rows of a range that come behind a row, be it there or not: O(m log n), and O(log m + log n) a row.
    /// </summary>
    public IReadOnlyList<RowKey> Behind(TimeRange range, RowKey row, int take) => Walk(range, row, take);

    private long Count(long start, long end)
    {
        var count = 0L;
        foreach (var timeline in _timelines)
            count += timeline.CountBefore(end) - timeline.CountBefore(start);
        return count;
    }

    // The row of a place: its instant by halving the range, then its version by halving the versions.
    private RowKey Find(TimeRange range, long place)
    {
        var (low, high) = (range.Start.Ticks, range.End.Ticks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) >> 1);
            if (Count(middle, range.End.Ticks) > place)
                low = middle;
            else
                high = middle;
        }

        var rest = place - Count(low + 1, range.End.Ticks);
        var (lowVersion, highVersion) = (0L, Chunk.VersionMax);
        while (highVersion - lowVersion > 1)
        {
            var middle = lowVersion + ((highVersion - lowVersion) >> 1);
            if (CountUpTo(low, middle) > rest)
                highVersion = middle;
            else
                lowVersion = middle;
        }

        return new RowKey(new Instant(low), highVersion);
    }

    private long CountUpTo(long ticks, long version)
    {
        var count = 0L;
        foreach (var timeline in _timelines)
            count += timeline.CountUpTo(ticks, version) - timeline.CountBefore(ticks);
        return count;
    }

    private List<RowKey> Walk(TimeRange range, RowKey behind, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var walks = new PriorityQueue<RowWalk, RowKey>();
        foreach (var timeline in _timelines)
        {
            var walk = new RowWalk(timeline, range, behind);
            if (walk.HasCurrent)
                walks.Enqueue(walk, walk.Current);
        }

        var rows = new List<RowKey>();
        while (rows.Count < take && walks.TryPeek(out var walk, out var row))
        {
            rows.Add(row);
            walk.Step();
            if (walk.HasCurrent)
                walks.DequeueEnqueue(walk, walk.Current);
            else
                walks.Dequeue();
        }

        return rows;
    }
}
