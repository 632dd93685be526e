using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>
/// The points of a timeline in blocks of columns: ticks and versions as differences from the one before, quantities as differences from
/// the least one, each divided by what is common to the block, as varints; interviews as bits where they are mixed. Seven to eight bytes a
/// point as a rule.
/// </summary>
internal static class PackedPoints
{
    private const int BlockMax = Chunk.PointsMax;

    // Of a point: three varints and a bit. Of a block: six varints and the kind of interviews.
    private const int PointLengthMax = 31;
    private const int BlockLengthMax = 96;

    private const byte NoInterviews = 0;
    private const byte AllInterviews = 1;
    private const byte MixedInterviews = 2;

    /// <summary>No fewer bytes than so many points take.</summary>
    public static int LengthMax(long count) => checked((int)((count * PointLengthMax) + (((count / BlockMax) + 1) * BlockLengthMax)));

    /// <summary>Writes the count, then blocks of 512 points; the last one may be shorter.</summary>
    public static void Write(TimelineView? timeline, ref ByteWriter bytes)
    {
        if (timeline is null)
        {
            bytes.Varint(0);
            return;
        }

        bytes.Varint((ulong)timeline.Total.Events);
        var block = new TimelinePoint[BlockMax];
        var filled = 0;
        for (var i = 0; i < timeline.ChunkCount; i++)
        {
            var (chunk, count) = timeline.ChunkAt(i);
            for (var j = 0; j < count; j++)
            {
                block[filled++] = chunk.PointAt(j);
                if (filled < BlockMax)
                    continue;
                WriteBlock(block, ref bytes);
                filled = 0;
            }
        }

        if (filled > 0)
            WriteBlock(block.AsSpan(0, filled), ref bytes);
    }

    /// <summary>Reads points into a timeline that is made if there are some.</summary>
    public static void Read(ref ByteReader bytes, Func<Timeline> make)
    {
        var count = bytes.Varint();
        if (count > 0)
            Read(ref bytes, count, make());
    }

    /// <summary>Reads points into a timeline that has none.</summary>
    public static void Read(ref ByteReader bytes, Timeline timeline) => Read(ref bytes, bytes.Varint(), timeline);

    private static void Read(ref ByteReader bytes, ulong left, Timeline timeline)
    {
        var block = new TimelinePoint[BlockMax];
        var (lastTicks, lastVersion) = (0L, 0L);
        while (left > 0)
        {
            var points = block.AsSpan(0, (int)Math.Min(left, BlockMax));
            ReadBlock(points, ref bytes);
            foreach (ref readonly var point in points)
            {
                var follows = point.Ticks > lastTicks || (point.Ticks == lastTicks && point.Version > lastVersion);
                if (!follows || point.Ticks > Instant.Latest.Ticks || point.Version is <= 0 or > Chunk.VersionMax)
                    throw ByteReader.Foreign();
                (lastTicks, lastVersion) = (point.Ticks, point.Version);
                timeline.Add(point);
            }

            left -= (ulong)points.Length;
        }
    }

    private static void WriteBlock(ReadOnlySpan<TimelinePoint> points, ref ByteWriter bytes)
    {
        var ticksUnit = 0UL;
        var quantityUnit = 0UL;
        var quantityMin = points[0].Quantity;
        foreach (ref readonly var point in points)
            quantityMin = Math.Min(quantityMin, point.Quantity);
        for (var i = 0; i < points.Length; i++)
        {
            ticksUnit = CommonDivisor(ticksUnit, TicksStep(points, i));
            quantityUnit = CommonDivisor(quantityUnit, (ulong)(points[i].Quantity - quantityMin));
        }

        bytes.SignedVarint(points[0].Ticks);
        bytes.Varint(ticksUnit);
        bytes.SignedVarint(quantityMin);
        bytes.Varint(quantityUnit);
        for (var i = 1; i < points.Length && ticksUnit > 0; i++)
            bytes.Varint(TicksStep(points, i) / ticksUnit);
        for (var i = 0; i < points.Length && quantityUnit > 0; i++)
            bytes.Varint((ulong)(points[i].Quantity - quantityMin) / quantityUnit);
        WriteVersions(points, ref bytes);
        WriteInterviews(points, ref bytes);
    }

    private static void ReadBlock(Span<TimelinePoint> points, ref ByteReader bytes)
    {
        Span<long> ticks = stackalloc long[points.Length];
        Span<long> quantity = stackalloc long[points.Length];
        ticks.Fill(bytes.SignedVarint());
        var ticksUnit = bytes.Varint();
        quantity.Fill(bytes.SignedVarint());
        var quantityUnit = bytes.Varint();
        for (var i = 1; i < points.Length && ticksUnit > 0; i++)
            ticks[i] = checked(ticks[i - 1] + (long)(bytes.Varint() * ticksUnit));
        for (var i = 0; i < points.Length && quantityUnit > 0; i++)
            quantity[i] = unchecked(quantity[i] + (long)checked(bytes.Varint() * quantityUnit));
        Span<long> versions = stackalloc long[points.Length];
        ReadVersions(versions, ref bytes);
        var kind = bytes.Byte();
        if (kind > MixedInterviews)
            throw ByteReader.Foreign();
        var bits = kind == MixedInterviews ? bytes.Raw((points.Length + 7) / 8) : default;
        for (var i = 0; i < points.Length; i++)
        {
            var counts = kind == MixedInterviews ? (bits[i / 8] >> (i % 8) & 1) != 0 : kind == AllInterviews;
            points[i] = new TimelinePoint(ticks[i], versions[i], quantity[i], counts);
        }
    }

    // Uses of one line that came in order have versions at like distances: the varint tells them all where they are equal.
    private static void WriteVersions(ReadOnlySpan<TimelinePoint> points, ref ByteWriter bytes)
    {
        var step = points.Length > 1 ? points[1].Version - points[0].Version : 0;
        for (var i = 2; i < points.Length && step != 0; i++)
            step = points[i].Version - points[i - 1].Version == step ? step : 0;
        bytes.SignedVarint(points[0].Version);
        bytes.SignedVarint(step);
        for (var i = 1; i < points.Length && step == 0; i++)
            bytes.SignedVarint(points[i].Version - points[i - 1].Version);
    }

    private static void ReadVersions(scoped Span<long> versions, ref ByteReader bytes)
    {
        versions[0] = bytes.SignedVarint();
        var step = bytes.SignedVarint();
        for (var i = 1; i < versions.Length; i++)
            versions[i] = checked(versions[i - 1] + (step == 0 ? bytes.SignedVarint() : step));
    }

    private static void WriteInterviews(ReadOnlySpan<TimelinePoint> points, ref ByteWriter bytes)
    {
        var interviews = 0;
        foreach (ref readonly var point in points)
            interviews += point.CountsAsInterview ? 1 : 0;
        var mixed = interviews != 0 && interviews != points.Length;
        bytes.Byte(mixed ? MixedInterviews : interviews == 0 ? NoInterviews : AllInterviews);
        for (var i = 0; i < points.Length && mixed; i += 8)
        {
            var bits = 0;
            for (var j = 0; j < 8 && i + j < points.Length; j++)
                bits |= (points[i + j].CountsAsInterview ? 1 : 0) << j;
            bytes.Byte((byte)bits);
        }
    }

    private static ulong TicksStep(ReadOnlySpan<TimelinePoint> points, int index) =>
        index == 0 ? 0 : (ulong)(points[index].Ticks - points[index - 1].Ticks);

    private static ulong CommonDivisor(ulong left, ulong right)
    {
        while (right != 0 && left != 1)
            (left, right) = (right, left % right);
        return left;
    }
}
