using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>The uses of one line at one version. Immutable and safe for concurrent readers.</summary>
public sealed class LineView
{
    internal LineView(LineKey key, TimelineView uses, TimelineView? added, TimelineView? removed)
    {
        Key = key;
        Uses = uses;
        Added = added;
        Removed = removed;
    }

    /// <summary>What the uses have in common.</summary>
    public LineKey Key { get; }

    /// <summary>The uses as booked.</summary>
    internal TimelineView Uses { get; }

    /// <summary>See <see cref="Line.Added"/>.</summary>
    internal TimelineView? Added { get; }

    /// <summary>See <see cref="Line.Removed"/>.</summary>
    internal TimelineView? Removed { get; }

    /// <summary>
    /// The figures of a range, net of corrections: O(log n) in the uses of the line, whatever the range's length.
    /// </summary>
    public LineSums Sums(TimeRange range)
    {
        var (start, end) = (range.Start.Ticks, range.End.Ticks);
        var sums = Uses.Sums(start, end);
        if (Added is not null)
            sums += Added.Sums(start, end);
        if (Removed is not null)
            sums -= Removed.Sums(start, end);
        return new LineSums(sums.Events, sums.Interviews, sums.Quantity);
    }

    /// <summary>Adds the chunks that the figures of a range are looked up in and that are still in the snapshot.</summary>
    internal void AddMissing(TimeRange range, List<SealedChunk> missing)
    {
        AddMissing(Uses, range, missing);
        AddMissing(Added, range, missing);
        AddMissing(Removed, range, missing);
    }

    private static void AddMissing(TimelineView? timeline, TimeRange range, List<SealedChunk> missing)
    {
        var start = timeline?.Around(range.Start.Ticks);
        if (start?.Place is not null)
            missing.Add(start);
        if (timeline?.Around(range.End.Ticks) is { Place: not null } end && end != start)
            missing.Add(end);
    }

    /// <summary>
    /// The instant of the first use at or after an instant, one that a correction has taken away or put on the line included, or one beyond every
    /// range if there is none: O(log n). What was taken away was there before, so that it is not looked at.
    /// </summary>
    internal Instant NextUse(Instant instant)
    {
        var next = Uses.Locate(instant.Ticks).NextTicks;
        return new Instant(Added is null ? next : Math.Min(next, Added.Locate(instant.Ticks).NextTicks));
    }
}
