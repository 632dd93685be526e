using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>
/// The points of a timeline in a snapshot: the number of its chunks, then of each what is known of it and the length of what is packed (see
/// <see cref="ChunkPacker"/>). Full chunks have a checksum here, and lie behind the snapshot's head: a reader need not have them to sum over them. The last
/// one alone goes on growing; it stands here, and is unpacked.
/// </summary>
internal static class PackedPoints
{
    // Eight varints and a checksum.
    private const int FactsLengthMax = 88;

    /// <summary>No fewer bytes than are written, without those of full chunks.</summary>
    public static int LengthMax(TimelineView? timeline) => timeline is null
        ? FactsLengthMax
        : checked(((timeline.SealedCount + 2) * FactsLengthMax) + ChunkPacker.LengthMax(timeline.Tail.Count));

    /// <summary>Writes the chunks: full ones, packed, are added to <paramref name="full"/>.</summary>
    public static void Write(TimelineView? timeline, List<byte[]> full, ref ByteWriter bytes)
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
            var packed = chunk.Pack();
            Write(chunk.Facts, previous, packed.Length, ref bytes);
            bytes.Int64((long)ChunkPlace.ChecksumOf(packed));
            full.Add(packed);
            previous = chunk.Facts;
        }

        var (tail, count) = timeline.Tail;
        var last = ChunkPacker.Pack(tail, count);
        Write(tail.FactsOfFirst(count), previous, last.Length, ref bytes);
        bytes.Raw(last);
    }

    /// <summary>Reads points into a timeline that is made if there are some.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="make">Makes the timeline.</param>
    /// <param name="full">Takes the full chunks, which are not in memory yet.</param>
    public static void Read(ref ByteReader bytes, Func<Timeline> make, SnapshotChunks full)
    {
        var count = bytes.Count();
        if (count > 0)
            Read(ref bytes, count, make(), full);
    }

    /// <summary>Reads points into a timeline that has none.</summary>
    public static void Read(ref ByteReader bytes, Timeline timeline, SnapshotChunks full)
    {
        var count = bytes.Count();
        if (count > 0)
            Read(ref bytes, count, timeline, full);
    }

    private static void Read(ref ByteReader bytes, int count, Timeline timeline, SnapshotChunks full)
    {
        var chunks = new SealedChunk[count - 1];
        var previous = default(ChunkFacts);
        for (var i = 0; i < chunks.Length; i++)
        {
            previous = ReadFacts(previous, ref bytes);
            chunks[i] = full.Add(previous, bytes.Varint(), (ulong)bytes.Int64());
        }

        previous = ReadFacts(previous, ref bytes);
        timeline.Restore(chunks, ChunkPacker.Unpack(bytes.Raw(bytes.Count()), previous));
    }

    private static void Write(in ChunkFacts facts, in ChunkFacts previous, int length, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)facts.Count);
        bytes.Varint((ulong)(facts.FirstTicks - previous.LastTicks));
        bytes.Varint((ulong)(facts.LastTicks - facts.FirstTicks));
        bytes.Varint(facts.FirstVersion);
        bytes.Varint(facts.LastVersion);
        bytes.Varint((ulong)facts.Interviews);
        bytes.SignedVarint(facts.Quantity);
        bytes.Varint((ulong)length);
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
