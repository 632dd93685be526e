using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Timelines;

/// <summary>
/// Chunks as bytes, beside their <see cref="ChunkFacts"/>: ticks and versions as differences from the one before, quantities as differences from the least
/// one, each divided by what is common to the chunk, as varints; interviews as bits where they are mixed. Eight to ten bytes a point as a rule.
/// </summary>
internal static class ChunkPacker
{
    // Of a point: three varints and a bit. Of a chunk: four varints.
    private const int PointLengthMax = 31;
    private const int ChunkLengthMax = 40;

    /// <summary>No fewer bytes than so many points take.</summary>
    public static int LengthMax(int count) => ChunkLengthMax + (count * PointLengthMax);

    /// <summary>The first points of a chunk, at least one.</summary>
    public static byte[] Pack(Chunk chunk, int count)
    {
        Span<byte> buffer = stackalloc byte[LengthMax(count)];
        var bytes = new ByteWriter(buffer);
        WriteTicks(chunk, count, ref bytes);
        WriteQuantities(chunk, count, ref bytes);
        WriteVersions(chunk, count, ref bytes);
        WriteInterviews(chunk, count, ref bytes);
        return buffer[..bytes.Written].ToArray();
    }

    /// <summary>The points, without room for more. Throws <see cref="InvalidDataException"/> if they are not in order or not what the facts say.</summary>
    public static Chunk Unpack(ReadOnlySpan<byte> packed, in ChunkFacts facts)
    {
        try
        {
            var bytes = new ByteReader(packed);
            var ticks = ReadTicks(facts, ref bytes);
            var quantity = ReadQuantities(facts.Count, ref bytes);
            var versions = ReadVersions(facts, ref bytes);
            var interviews = facts.Interviews == 0 || facts.Interviews == facts.Count ? null : ReadInterviews(facts.Count, ref bytes);
            bytes.End();
            var chunk = new Chunk(ticks, versions, quantity, interviews, facts.Interviews != 0);
            return IsOrdered(ticks, versions) && chunk.FactsOfFirst(facts.Count) == facts ? chunk : throw ByteReader.Foreign();
        }
        catch (OverflowException)
        {
            throw ByteReader.Foreign();
        }
    }

    private static void WriteTicks(Chunk chunk, int count, ref ByteWriter bytes)
    {
        var unit = 0UL;
        for (var i = 1; i < count && unit != 1; i++)
            unit = CommonDivisor(unit, (ulong)(chunk.TicksAt(i) - chunk.TicksAt(i - 1)));
        bytes.Varint(unit);
        for (var i = 1; i < count && unit > 0; i++)
            bytes.Varint((ulong)(chunk.TicksAt(i) - chunk.TicksAt(i - 1)) / unit);
    }

    private static long[] ReadTicks(in ChunkFacts facts, ref ByteReader bytes)
    {
        var ticks = new long[facts.Count];
        ticks.AsSpan().Fill(facts.FirstTicks);
        var unit = bytes.Varint();
        for (var i = 1; i < ticks.Length && unit > 0; i++)
            ticks[i] = checked(ticks[i - 1] + (long)(bytes.Varint() * unit));
        return ticks;
    }

    private static void WriteQuantities(Chunk chunk, int count, ref ByteWriter bytes)
    {
        var least = long.MaxValue;
        for (var i = 0; i < count; i++)
            least = Math.Min(least, chunk.QuantityAt(i));
        var unit = 0UL;
        for (var i = 0; i < count && unit != 1; i++)
            unit = CommonDivisor(unit, (ulong)(chunk.QuantityAt(i) - least));
        bytes.SignedVarint(least);
        bytes.Varint(unit);
        for (var i = 0; i < count && unit > 0; i++)
            bytes.Varint((ulong)(chunk.QuantityAt(i) - least) / unit);
    }

    // Running sums, as a chunk keeps them.
    private static long[] ReadQuantities(int count, ref ByteReader bytes)
    {
        var quantity = new long[count];
        var least = bytes.SignedVarint();
        var unit = bytes.Varint();
        var sum = 0L;
        for (var i = 0; i < count; i++)
            quantity[i] = sum = checked(sum + (unit == 0 ? least : unchecked(least + (long)checked(bytes.Varint() * unit))));
        return quantity;
    }

    // Uses of one line that came in order have versions at like distances: the varint tells them all where they are equal.
    private static void WriteVersions(Chunk chunk, int count, ref ByteWriter bytes)
    {
        var step = count > 1 ? chunk.VersionAt(1) - chunk.VersionAt(0) : 0;
        for (var i = 2; i < count && step != 0; i++)
            step = chunk.VersionAt(i) - chunk.VersionAt(i - 1) == step ? step : 0;
        bytes.SignedVarint(step);
        for (var i = 1; i < count && step == 0; i++)
            bytes.SignedVarint(chunk.VersionAt(i) - chunk.VersionAt(i - 1));
    }

    private static uint[] ReadVersions(in ChunkFacts facts, ref ByteReader bytes)
    {
        var versions = new uint[facts.Count];
        versions[0] = facts.FirstVersion;
        var step = bytes.SignedVarint();
        for (var i = 1; i < versions.Length; i++)
            versions[i] = checked((uint)(versions[i - 1] + (step == 0 ? bytes.SignedVarint() : step)));
        return versions;
    }

    private static void WriteInterviews(Chunk chunk, int count, ref ByteWriter bytes)
    {
        var interviews = chunk.SumsOfFirst(count).Interviews;
        if (interviews == 0 || interviews == count)
            return;
        for (var i = 0; i < count; i += 8)
        {
            var bits = 0;
            for (var j = 0; j < 8 && i + j < count; j++)
                bits |= (chunk.CountsAsInterviewAt(i + j) ? 1 : 0) << j;
            bytes.Byte((byte)bits);
        }
    }

    private static ushort[] ReadInterviews(int count, ref ByteReader bytes)
    {
        var bits = bytes.Raw((count + 7) / 8);
        var interviews = new ushort[count];
        var sum = 0;
        for (var i = 0; i < count; i++)
            interviews[i] = (ushort)(sum += (bits[i / 8] >> (i % 8)) & 1);
        return interviews;
    }

    private static bool IsOrdered(long[] ticks, uint[] versions)
    {
        for (var i = 1; i < ticks.Length; i++)
        {
            if (ticks[i] < ticks[i - 1] || (ticks[i] == ticks[i - 1] && versions[i] <= versions[i - 1]))
                return false;
        }

        return true;
    }

    private static ulong CommonDivisor(ulong left, ulong right)
    {
        while (right != 0 && left != 1)
            (left, right) = (right, left % right);
        return left;
    }
}
