using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Timelines;

/// <summary>
/// A full chunk: packed as a snapshot holds it, as columns, or both; or still in the snapshot alone, with what is known of it. Packed from its first
/// snapshot on, and as columns from the first look at its points until the next snapshot. Safe for concurrent use without locks: a form never changes, one
/// of them is always there once one was, and two threads that make the same one make equals.
/// </summary>
internal sealed class SealedChunk
{
    private volatile Chunk? _columns;
    private volatile byte[]? _packed;
    private volatile ChunkPlace? _place;

    /// <summary>A chunk of columns that have no room for more.</summary>
    public SealedChunk(Chunk columns)
    {
        _columns = columns;
        Facts = columns.FactsOfFirst(columns.Capacity);
    }

    /// <summary>A chunk that is still in its snapshot.</summary>
    public SealedChunk(in ChunkFacts facts, ChunkPlace place)
    {
        _place = place;
        Facts = facts;
    }

    /// <summary>What is known without a look at the points.</summary>
    public ChunkFacts Facts { get; }

    /// <summary>Where the points are to be read from; null: they are in memory.</summary>
    public ChunkPlace? Place => _place;

    /// <summary>Whether the points would have to be unpacked.</summary>
    public bool IsPacked => _columns is null;

    /// <summary>The points; kept once they were asked for. Throws <see cref="InvalidDataException"/> if they are not what the facts say.</summary>
    public Chunk Columns => _columns ?? (_columns = ChunkPacker.Unpack(Packed, Facts));

    // Whoever looks into a chunk sees to it before that it is there.
    private byte[] Packed => _packed ?? throw new InvalidOperationException("The chunk is still in its snapshot.");

    /// <summary>The packed form. The columns go.</summary>
    public byte[] Pack()
    {
        if (_packed is null && _columns is { } columns)
            _packed = ChunkPacker.Pack(columns, Facts.Count);
        _columns = null;
        return Packed;
    }

    /// <summary>
    /// Takes the packed points from the snapshot, once. Throws <see cref="InvalidDataException"/> if these are others. They are held against the facts when
    /// they are first looked at.
    /// </summary>
    public void Take(ReadOnlySpan<byte> packed)
    {
        if (_place is not { } place)
            return;
        if (!place.Holds(packed))
            throw ByteReader.Foreign();
        _packed = packed.ToArray();
        _place = null;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> if what is packed is not what the facts say.</summary>
    public void Check()
    {
        if (_packed is { } packed)
            ChunkPacker.Unpack(packed, Facts);
    }
}
