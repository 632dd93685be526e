namespace UsageCluster.Core.Timelines;

/// <summary>
/// The full chunks of a timeline with what lies before each: grown at its end by the writer, never changed where a reader was
/// shown it (the count is the reader's).
/// </summary>
internal sealed class SealedChunks
{
    public static readonly SealedChunks None = new(0);

    private readonly SealedChunk[] _chunks;
    private readonly long[] _firstTicks;
    private readonly TimelineSums[] _before;

    private SealedChunks(int capacity)
    {
        _chunks = new SealedChunk[capacity];
        _firstTicks = new long[capacity];
        _before = new TimelineSums[capacity];
    }

    public SealedChunk this[int index] => _chunks[index];

    public TimelineSums Before(int index) => _before[index];

    public long FirstTicks(int index) => _firstTicks[index];

    /// <summary>How many of the first <paramref name="count"/> chunks begin earlier than an instant.</summary>
    public int CountBefore(long ticks, int count)
    {
        var low = 0;
        var first = _firstTicks.AsSpan(0, count);
        while (low < count)
        {
            var middle = (int)((uint)(low + count) >> 1);
            if (first[middle] < ticks)
                low = middle + 1;
            else
                count = middle;
        }

        return low;
    }

    /// <summary>Which of the first <paramref name="count"/> chunks holds the point of a place among all points; there is one.</summary>
    public int Holding(long place, int count)
    {
        var low = 0;
        var before = _before.AsSpan(0, count);
        while (count - low > 1)
        {
            var middle = (int)((uint)(low + count) >> 1);
            if (before[middle].Events <= place)
                low = middle;
            else
                count = middle;
        }

        return low;
    }

    /// <summary>The chunks with one more behind the first <paramref name="count"/>: the same object while there is room.</summary>
    public SealedChunks Add(int count, SealedChunk chunk, TimelineSums before)
    {
        var target = count < _chunks.Length ? this : Copy(count, Math.Max(4, count * 2));
        target._chunks[count] = chunk;
        target._firstTicks[count] = chunk.Facts.FirstTicks;
        target._before[count] = before;
        return target;
    }

    /// <summary>A copy of the first chunks with room for others behind them.</summary>
    public SealedChunks Copy(int count, int capacity)
    {
        var copy = new SealedChunks(Math.Max(count, capacity));
        Array.Copy(_chunks, copy._chunks, count);
        Array.Copy(_firstTicks, copy._firstTicks, count);
        Array.Copy(_before, copy._before, count);
        return copy;
    }
}
