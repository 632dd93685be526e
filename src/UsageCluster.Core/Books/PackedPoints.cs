using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>
/// The points of a timeline in a snapshot: the number of its chunks, then of each what is known of it, the length of what is packed (see
/// <see cref="ChunkPacker"/>), and that. So a reader need not unpack a chunk to find the next one, nor to sum over it; the last one alone goes on growing,
/// and is unpacked.
/// </summary>
internal static class PackedPoints
{
    // Eight varints.
    private const int FactsLengthMax = 80;

    /// <summary>No fewer bytes than are written. Full chunks are packed for it.</summary>
    public static int LengthMax(TimelineView? timeline)
    {
        if (timeline is null)
            return FactsLengthMax;
        var length = 2 * FactsLengthMax;
        for (var i = 0; i < timeline.SealedCount; i++)
            length = checked(length + FactsLengthMax + timeline.SealedAt(i).Pack().Length);
        return checked(length + ChunkPacker.LengthMax(timeline.Tail.Count));
    }

    /// <summary>Writes the chunks.</summary>
    public static void Write(TimelineView? timeline, ref ByteWriter bytes)
    {
        if (timeline is null || timeline.Total.Events == 0)
        {
            bytes.Varint(0);
            return;
        }

        bytes.Varint((ulong)timeline.SealedCount + 1);
        var previous = default(ChunkFacts);
        for (var i = 0; i < timeline.SealedCount; i++)
        {
            var chunk = timeline.SealedAt(i);
            Write(chunk.Facts, previous, chunk.Pack(), ref bytes);
            previous = chunk.Facts;
        }

        var (tail, count) = timeline.Tail;
        Write(tail.FactsOfFirst(count), previous, ChunkPacker.Pack(tail, count), ref bytes);
    }

    /// <summary>Reads points into a timeline that is made if there are some.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="make">Makes the timeline.</param>
    /// <param name="looksInside">Whether packed chunks are held against their facts now, not when they are first looked at.</param>
    public static void Read(ref ByteReader bytes, Func<Timeline> make, bool looksInside)
    {
        var count = bytes.Count();
        if (count > 0)
            Read(ref bytes, count, make(), looksInside);
    }

    /// <summary>Reads points into a timeline that has none.</summary>
    public static void Read(ref ByteReader bytes, Timeline timeline, bool looksInside)
    {
        var count = bytes.Count();
        if (count > 0)
            Read(ref bytes, count, timeline, looksInside);
    }

    private static void Read(ref ByteReader bytes, int count, Timeline timeline, bool looksInside)
    {
        var chunks = new SealedChunk[count - 1];
        var previous = default(ChunkFacts);
        for (var i = 0; i < chunks.Length; i++)
        {
            previous = ReadFacts(previous, ref bytes);
            chunks[i] = new SealedChunk(previous, bytes.Raw(bytes.Count()).ToArray());
            if (looksInside)
                chunks[i].Check();
        }

        previous = ReadFacts(previous, ref bytes);
        timeline.Restore(chunks, ChunkPacker.Unpack(bytes.Raw(bytes.Count()), previous));
    }

    private static void Write(in ChunkFacts facts, in ChunkFacts previous, ReadOnlySpan<byte> packed, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)facts.Count);
        bytes.Varint((ulong)(facts.FirstTicks - previous.LastTicks));
        bytes.Varint((ulong)(facts.LastTicks - facts.FirstTicks));
        bytes.Varint(facts.FirstVersion);
        bytes.Varint(facts.LastVersion);
        bytes.Varint((ulong)facts.Interviews);
        bytes.SignedVarint(facts.Quantity);
        bytes.Varint((ulong)packed.Length);
        bytes.Raw(packed);
    }

    private static ChunkFacts ReadFacts(in ChunkFacts previous, ref ByteReader bytes)
    {
        var count = bytes.Varint();
        var firstTicks = checked(previous.LastTicks + (long)bytes.Varint());
        var lastTicks = checked(firstTicks + (long)bytes.Varint());
        var (firstVersion, lastVersion) = (checked((uint)bytes.Varint()), checked((uint)bytes.Varint()));
        var interviews = bytes.Varint();
        var facts = new ChunkFacts(
            (int)Math.Min(count, int.MaxValue), firstTicks, lastTicks, firstVersion, lastVersion, (int)Math.Min(interviews, int.MaxValue), bytes.SignedVarint());
        var isPossible = facts.Count is > 0 and <= Chunk.PointsMax && facts.Interviews <= facts.Count
            && lastTicks <= Instant.Latest.Ticks && firstVersion > 0 && lastVersion > 0
            && facts.Follows(previous.LastTicks, previous.LastVersion);
        return isPossible ? facts : throw ByteReader.Foreign();
    }
}
