using System.Numerics;
using System.Runtime.InteropServices;

namespace UsageCluster.Core.Timelines;

/// <summary>
/// Uses in order of when they occurred, then of version, with running sums. One writer; readers take views, which later points
/// do not change. A point that is not earlier than the last one is written behind what views show; late ones wait for
/// <see cref="InsertLate"/>, which copies each chunk that it touches once.
/// </summary>
/// <param name="chunkPointsMax">The most points of a chunk; fewer than usual in tests.</param>
internal sealed class Timeline(int chunkPointsMax = Chunk.PointsMax)
{
    private static readonly Chunk EmptyTail = Chunk.Of([], 0);

    private SealedChunks _chunks = SealedChunks.None;
    private int _chunkCount;
    private Chunk _tail = EmptyTail;
    private int _tailCount;
    private TimelineSums _beforeTail;
    private long _lastTicks = long.MinValue;
    private List<TimelinePoint>? _late;
    private TimelineView? _view;

    /// <summary>Whether points wait for <see cref="InsertLate"/>.</summary>
    public bool HasLate => _late is { Count: > 0 };

    /// <summary>Adds a point, of a higher version than those before: at the end, or to the late ones.</summary>
    public void Add(TimelinePoint point)
    {
        if (point.Ticks < _lastTicks)
        {
            (_late ??= []).Add(point);
            return;
        }

        if (_tailCount == _tail.Capacity)
            MakeRoom();
        _tail = _tail.Append(_tailCount, point);
        _tailCount++;
        _lastTicks = point.Ticks;
        _view = null;
    }

    /// <summary>Whether a point at an instant belongs among the full chunks, and not into the last one or behind it.</summary>
    public bool IsAmongFull(long ticks) => _chunkCount > 0 && ticks < _tail.FirstTicks;

    /// <summary>Takes over chunks in order, the last one without room for more; the timeline has no points.</summary>
    public void Restore(ReadOnlySpan<SealedChunk> chunks, Chunk tail)
    {
        _chunks = SealedChunks.None.Copy(0, chunks.Length);
        foreach (var chunk in chunks)
            Seal(chunk);
        (_tail, _tailCount) = (tail, tail.Capacity);
        _lastTicks = tail.TicksAt(tail.Capacity - 1);
        _view = null;
    }

    /// <summary>Puts the late points where they belong.</summary>
    public void InsertLate()
    {
        if (_late is not { Count: > 0 } late)
            return;
        _late = null;
        late.Sort(static (a, b) => a.Ticks != b.Ticks ? a.Ticks.CompareTo(b.Ticks) : a.Version.CompareTo(b.Version));
        InsertSorted(CollectionsMarshal.AsSpan(late));
        _view = null;
    }

    /// <summary>All points that were added; none may be waiting.</summary>
    public TimelineView View() => HasLate
        ? throw new InvalidOperationException("Late points wait to be inserted.")
        : _view ??= new TimelineView(_chunks, _chunkCount, _tail, _tailCount, _beforeTail);

    private int CapacityFor(int count) =>
        Math.Min(chunkPointsMax, Math.Max(Chunk.CapacityMin, (int)BitOperations.RoundUpToPowerOf2((uint)count)));

    private void MakeRoom()
    {
        if (_tailCount < chunkPointsMax)
        {
            _tail = _tail.Grow(CapacityFor(_tailCount + 1));
            return;
        }

        Seal(new SealedChunk(_tail));
        _tail = Chunk.Of([], CapacityFor(chunkPointsMax));
        _tailCount = 0;
    }

    private void Seal(SealedChunk chunk)
    {
        _chunks = _chunks.Add(_chunkCount++, chunk, _beforeTail);
        _beforeTail += chunk.Facts.Sums;
    }

    private void InsertSorted(ReadOnlySpan<TimelinePoint> late)
    {
        var (chunks, chunkCount, tail, tailCount) = (_chunks, _chunkCount, _tail, _tailCount);
        var first = tail.FirstTicks <= late[0].Ticks ? chunkCount : Math.Max(0, chunks.CountBefore(late[0].Ticks, chunkCount) - 1);
        if (first < chunkCount)
        {
            // Shown chunks stay as they are: those from the first one touched on are sealed anew into a copy.
            _chunks = chunks.Copy(first, chunkCount + (late.Length / chunkPointsMax) + 4);
            _chunkCount = first;
            _beforeTail = chunks.Before(first);
        }

        for (var i = first; i < chunkCount; i++)
        {
            var nextFirst = i + 1 < chunkCount ? chunks.FirstTicks(i + 1) : tail.FirstTicks;
            var mine = CountBefore(late, nextFirst);
            if (mine == 0)
                Seal(chunks[i]);
            else
                SealMerged(chunks[i].Columns, chunks[i].Facts.Count, late[..mine], keepLast: false);
            late = late[mine..];
        }

        (_tail, _tailCount) = (tail, tailCount);
        if (late.Length > 0)
            SealMerged(tail, tailCount, late, keepLast: true);
    }

    private void SealMerged(Chunk chunk, int count, ReadOnlySpan<TimelinePoint> late, bool keepLast)
    {
        var merged = new TimelinePoint[count + late.Length];
        Merge(chunk, count, late, merged);
        var pieces = (merged.Length + chunkPointsMax - 1) / chunkPointsMax;
        var rest = merged.AsSpan();
        for (; pieces > 0; pieces--)
        {
            var length = rest.Length / pieces;
            var points = rest[..length];
            rest = rest[length..];
            if (pieces == 1 && keepLast)
                (_tail, _tailCount) = (Chunk.Of(points, CapacityFor(length)), length);
            else
                Seal(new SealedChunk(Chunk.Of(points, length)));
        }
    }

    private static void Merge(Chunk chunk, int count, ReadOnlySpan<TimelinePoint> late, Span<TimelinePoint> merged)
    {
        var next = 0;
        var index = 0;
        foreach (ref var target in merged)
        {
            if (index < count && (next == late.Length || chunk.TicksAt(index) <= late[next].Ticks))
                target = chunk.PointAt(index++);
            else
                target = late[next++];
        }
    }

    private static int CountBefore(ReadOnlySpan<TimelinePoint> points, long ticks)
    {
        var count = 0;
        while (count < points.Length && points[count].Ticks < ticks)
            count++;
        return count;
    }
}
