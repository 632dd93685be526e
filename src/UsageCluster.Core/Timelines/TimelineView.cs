namespace UsageCluster.Core.Timelines;

/// <summary>The points of a timeline at one time: immutable, safe for concurrent readers once it was published with a barrier.</summary>
internal sealed class TimelineView(SealedChunks chunks, int chunkCount, Chunk tail, int tailCount, TimelineSums beforeTail)
{
    /// <summary>Points of all of the timeline.</summary>
    public TimelineSums Total { get; } = beforeTail + tail.SumsOfFirst(tailCount);

    /// <summary>Full chunks and the last one.</summary>
    public int ChunkCount => chunkCount + 1;

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
        return LocateIn(chunks[index], chunks[index].Capacity, chunks.Before(index), next, ticks);
    }

    /// <summary>A chunk with the number of its points.</summary>
    public (Chunk Chunk, int Count) ChunkAt(int index) => index < chunkCount ? (chunks[index], chunks[index].Capacity) : (tail, tailCount);

    private static TimelinePlace LocateIn(Chunk chunk, int count, TimelineSums before, long nextTicks, long ticks)
    {
        var earlier = chunk.CountBefore(ticks, count);
        return new TimelinePlace(
            before + chunk.SumsOfFirst(earlier), chunk.TicksAt(earlier - 1), earlier < count ? chunk.TicksAt(earlier) : nextTicks);
    }
}
