namespace UsageCluster.Core.Timelines;

/// <summary>The points of a timeline at one time: immutable, safe for concurrent readers once it was published with a barrier.</summary>
internal sealed class TimelineView(SealedChunks chunks, int chunkCount, Chunk tail, int tailCount, TimelineSums beforeTail)
{
    /// <summary>Points of all of the timeline.</summary>
    public TimelineSums Total { get; } = beforeTail + tail.SumsOfFirst(tailCount);

    /// <summary>How many chunks are full.</summary>
    public int SealedCount => chunkCount;

    /// <summary>The last chunk, and how many points of it the view shows.</summary>
    public (Chunk Chunk, int Count) Tail => (tail, tailCount);

    /// <summary>A full chunk.</summary>
    public SealedChunk SealedAt(int index) => chunks[index];

    /// <summary>Where an instant falls: O(log n).</summary>
    public TimelinePlace Locate(long ticks)
    {
        if (tailCount > 0 && tail.FirstTicks < ticks)
            return LocateIn(tail, tailCount, beforeTail, long.MaxValue, ticks);
        var tailFirst = tailCount > 0 ? tail.FirstTicks : long.MaxValue;
        var index = chunks.CountBefore(ticks, chunkCount) - 1;
        if (index < 0)
            return new TimelinePlace(default, long.MinValue, chunkCount > 0 ? chunks.FirstTicks(0) : tailFirst);
        var next = index + 1 < chunkCount ? chunks.FirstTicks(index + 1) : tailFirst;
        var (chunk, before) = (chunks[index], chunks.Before(index));
        return chunk.Facts.LastTicks < ticks
            ? new TimelinePlace(before + chunk.Facts.Sums, chunk.Facts.LastTicks, next)
            : LocateIn(chunk.Columns, chunk.Facts.Count, before, next, ticks);
    }

    /// <summary>The full chunk that <see cref="Locate"/> looks into for an instant; null: none.</summary>
    public SealedChunk? Around(long ticks)
    {
        if (tailCount > 0 && tail.FirstTicks < ticks)
            return null;
        var index = chunks.CountBefore(ticks, chunkCount) - 1;
        return index >= 0 && chunks[index].Facts.LastTicks >= ticks ? chunks[index] : null;
    }

    /// <summary>The sums over the points from <paramref name="start"/> to before <paramref name="end"/>, in ticks: O(log n).</summary>
    public TimelineSums Sums(long start, long end) => Locate(end).Before - Locate(start).Before;

    /// <summary>How many points are earlier than an instant: O(log n).</summary>
    public long CountBefore(long ticks) => Locate(ticks).Before.Events;

    /// <summary>How many points are earlier than an instant, or at it and of no higher version: O(log² n).</summary>
    public long CountUpTo(long ticks, long version)
    {
        var low = CountBefore(ticks);
        var high = ticks == long.MaxValue ? Total.Events : CountBefore(ticks + 1);
        while (low < high)
        {
            var middle = low + ((high - low) >> 1);
            if (RowAt(middle).Version <= version)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>When the point of a place in the order occurred, and its version: O(log n).</summary>
    public (long Ticks, long Version) RowAt(long place)
    {
        var chunk = tail;
        if (place < beforeTail.Events)
        {
            var holding = chunks.Holding(place, chunkCount);
            chunk = chunks[holding].Columns;
            place -= chunks.Before(holding).Events;
        }
        else
        {
            place -= beforeTail.Events;
        }

        return (chunk.TicksAt((int)place), chunk.VersionAt((int)place));
    }

    private static TimelinePlace LocateIn(Chunk chunk, int count, TimelineSums before, long nextTicks, long ticks)
    {
        var earlier = chunk.CountBefore(ticks, count);
        return new TimelinePlace(
            before + chunk.SumsOfFirst(earlier), chunk.TicksAt(earlier - 1), earlier < count ? chunk.TicksAt(earlier) : nextTicks);
    }
}
