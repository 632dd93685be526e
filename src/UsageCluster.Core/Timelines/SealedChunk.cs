namespace UsageCluster.Core.Timelines;

/// <summary>
/// A full chunk: packed as a snapshot holds it, as columns, or both. Packed from its first snapshot on, and as columns from the first look at its points
/// until the next snapshot. Safe for concurrent use without locks: a form never changes, one of them is always there, and two threads that make the same
/// one make equals.
/// </summary>
internal sealed class SealedChunk
{
    private volatile Chunk? _columns;
    private volatile byte[]? _packed;

    /// <summary>A chunk of columns that have no room for more.</summary>
    public SealedChunk(Chunk columns)
    {
        _columns = columns;
        Facts = columns.FactsOfFirst(columns.Capacity);
    }

    /// <summary>A chunk of a snapshot. What is packed is held against the facts when it is first looked at.</summary>
    public SealedChunk(in ChunkFacts facts, byte[] packed)
    {
        _packed = packed;
        Facts = facts;
    }

    /// <summary>What is known without a look at the points.</summary>
    public ChunkFacts Facts { get; }

    /// <summary>Whether the points would have to be unpacked.</summary>
    public bool IsPacked => _columns is null;

    /// <summary>The points; kept once they were asked for. Throws <see cref="InvalidDataException"/> if they are not what the facts say.</summary>
    public Chunk Columns => _columns ?? (_columns = ChunkPacker.Unpack(_packed!, Facts));

    /// <summary>The packed form. The columns go.</summary>
    public byte[] Pack()
    {
        if (_packed is null && _columns is { } columns)
            _packed = ChunkPacker.Pack(columns, Facts.Count);
        _columns = null;
        return _packed!;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> if what is packed is not what the facts say.</summary>
    public void Check()
    {
        if (_packed is { } packed)
            ChunkPacker.Unpack(packed, Facts);
    }
}
