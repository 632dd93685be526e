namespace UsageCluster.Core.Timelines;

/// <summary>
/// A run of neighbouring points as columns: 20 bytes a point, 22 where some count as interviews and some do not. What a reader
/// was shown never changes; the last chunk of a timeline has room behind that, which its writer fills.
/// </summary>
internal sealed class Chunk
{
    /// <summary>The most points of a chunk: a late insert copies up to so many.</summary>
    public const int PointsMax = 512;

    /// <summary>The smallest capacity of the last chunk.</summary>
    public const int CapacityMin = 4;

    /// <summary>The highest version of an entry: far beyond what fits a company's memory.</summary>
    public const long VersionMax = uint.MaxValue;

    private readonly long[] _ticks;
    private readonly uint[] _versions;

    // The sum over this point and those before it in the chunk.
    private readonly long[] _quantity;

    // Likewise; null where all points count as interviews or none does.
    private readonly ushort[]? _interviews;
    private readonly bool _allInterviews;

    /// <summary>
    /// Columns of one length: ticks and versions of points in order, and sums over each point and those before it.
    /// </summary>
    /// <param name="ticks">When the points occurred.</param>
    /// <param name="versions">The versions of their entries.</param>
    /// <param name="quantity">The sums of their quantities.</param>
    /// <param name="interviews">How many count as interviews; null where all do or none does.</param>
    /// <param name="allInterviews">Which of the two, if so.</param>
    internal Chunk(long[] ticks, uint[] versions, long[] quantity, ushort[]? interviews, bool allInterviews)
    {
        _ticks = ticks;
        _versions = versions;
        _quantity = quantity;
        _interviews = interviews;
        _allInterviews = allInterviews;
    }

    /// <summary>Points that the columns have room for; of every chunk but the last, the points that there are.</summary>
    public int Capacity => _ticks.Length;

    /// <summary>When the first point occurred.</summary>
    public long FirstTicks => _ticks[0];

    /// <summary>A chunk of points in order, with room for more.</summary>
    public static Chunk Of(ReadOnlySpan<TimelinePoint> points, int capacity)
    {
        var ticks = new long[capacity];
        var versions = new uint[capacity];
        var quantity = new long[capacity];
        var interviews = 0;
        var sum = 0L;
        for (var i = 0; i < points.Length; i++)
        {
            ticks[i] = points[i].Ticks;
            versions[i] = checked((uint)points[i].Version);
            quantity[i] = sum = checked(sum + points[i].Quantity);
            if (points[i].CountsAsInterview)
                interviews++;
        }

        var mixed = interviews != 0 && interviews != points.Length;
        return new Chunk(ticks, versions, quantity, mixed ? Accumulate(points, capacity) : null, interviews != 0);
    }

    /// <summary>When a point occurred.</summary>
    public long TicksAt(int index) => _ticks[index];

    /// <summary>The version of a point's entry.</summary>
    public long VersionAt(int index) => _versions[index];

    /// <summary>A point's quantity.</summary>
    public long QuantityAt(int index) => index == 0 ? _quantity[0] : checked(_quantity[index] - _quantity[index - 1]);

    /// <summary>Whether a point counts as an interview.</summary>
    public bool CountsAsInterviewAt(int index) =>
        _interviews is null ? _allInterviews : _interviews[index] != (index == 0 ? 0 : _interviews[index - 1]);

    /// <summary>A point.</summary>
    public TimelinePoint PointAt(int index) => new(_ticks[index], _versions[index], QuantityAt(index), CountsAsInterviewAt(index));

    /// <summary>What is known of the first points, at least one.</summary>
    public ChunkFacts FactsOfFirst(int count)
    {
        var sums = SumsOfFirst(count);
        return new ChunkFacts(
            count, _ticks[0], _ticks[count - 1], _versions[0], _versions[count - 1], (int)sums.Interviews, sums.Quantity);
    }

    /// <summary>The sums over the first points.</summary>
    public TimelineSums SumsOfFirst(int count)
    {
        if (count == 0)
            return default;
        var interviews = _interviews is not null ? _interviews[count - 1] : _allInterviews ? count : 0;
        return new TimelineSums(count, interviews, _quantity[count - 1]);
    }

    /// <summary>How many of the first <paramref name="count"/> points are earlier than an instant.</summary>
    public int CountBefore(long ticks, int count)
    {
        var low = 0;
        var span = _ticks.AsSpan(0, count);
        while (low < count)
        {
            var middle = (int)((uint)(low + count) >> 1);
            if (span[middle] < ticks)
                low = middle + 1;
            else
                count = middle;
        }

        return low;
    }

    /// <summary>
    /// The chunk with a point written behind its <paramref name="count"/> points, which there must be room for: as a rule the same
    /// object, since readers do not look behind the points that they were shown.
    /// </summary>
    public Chunk Append(int count, TimelinePoint point)
    {
        var quantity = checked((count == 0 ? 0 : _quantity[count - 1]) + point.Quantity);
        var version = checked((uint)point.Version);
        var target = WithInterviewsFor(count, point.CountsAsInterview);
        target._ticks[count] = point.Ticks;
        target._versions[count] = version;
        target._quantity[count] = quantity;
        if (target._interviews is { } interviews)
            interviews[count] = (ushort)((count == 0 ? 0 : interviews[count - 1]) + (point.CountsAsInterview ? 1 : 0));
        return target;
    }

    /// <summary>The same points with room for more.</summary>
    public Chunk Grow(int capacity)
    {
        var (ticks, versions, quantity, interviews) = (_ticks, _versions, _quantity, _interviews);
        Array.Resize(ref ticks, capacity);
        Array.Resize(ref versions, capacity);
        Array.Resize(ref quantity, capacity);
        if (interviews is not null)
            Array.Resize(ref interviews, capacity);
        return new Chunk(ticks, versions, quantity, interviews, _allInterviews);
    }

    private static ushort[] Accumulate(ReadOnlySpan<TimelinePoint> points, int capacity)
    {
        var interviews = new ushort[capacity];
        var sum = 0;
        for (var i = 0; i < points.Length; i++)
            interviews[i] = (ushort)(sum += points[i].CountsAsInterview ? 1 : 0);
        return interviews;
    }

    private Chunk WithInterviewsFor(int count, bool countsAsInterview)
    {
        if (_interviews is not null || (count > 0 && _allInterviews == countsAsInterview))
            return this;
        if (count == 0)
            return new Chunk(_ticks, _versions, _quantity, null, countsAsInterview);
        var interviews = new ushort[Capacity];
        if (_allInterviews)
        {
            for (var i = 0; i < count; i++)
                interviews[i] = (ushort)(i + 1);
        }

        return new Chunk(_ticks, _versions, _quantity, interviews, _allInterviews);
    }
}
