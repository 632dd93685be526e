using UsageCluster.Core.Formats;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>The full chunks of a snapshot as they lie behind its head, one behind the other. Not safe for concurrent use.</summary>
/// <param name="start">Where the first one begins.</param>
internal sealed class SnapshotChunks(int start)
{
    private readonly List<SealedChunk> _chunks = [];
    private int _taken;

    /// <summary>The length of the snapshot, as far as its chunks are known.</summary>
    public int End { get; private set; } = start;

    /// <summary>Whether all are in memory.</summary>
    public bool AreTaken
    {
        get
        {
            while (_taken < _chunks.Count && _chunks[_taken].Place is null)
                _taken++;
            return _taken == _chunks.Count;
        }
    }

    /// <summary>The next chunk. Throws <see cref="InvalidDataException"/> if no snapshot can be so long.</summary>
    public SealedChunk Add(in ChunkFacts facts, ulong length, ulong checksum)
    {
        if (length == 0 || length > (ulong)(Array.MaxLength - End))
            throw ByteReader.Foreign();
        var chunk = new SealedChunk(facts, new ChunkPlace(End, (int)length, checksum));
        End += (int)length;
        _chunks.Add(chunk);
        return chunk;
    }

    /// <summary>Takes all of a snapshot that is there as a whole. Throws <see cref="InvalidDataException"/>.</summary>
    public void TakeAll(ReadOnlySpan<byte> snapshot, bool looksInside)
    {
        foreach (var chunk in _chunks)
        {
            if (chunk.Place is { } place)
                chunk.Take(snapshot.Slice(place.Start, place.Length));
            if (looksInside)
                chunk.Check();
        }
    }

    /// <summary>The next ones that are not in memory, of up to so many bytes together but one at least; null: all are.</summary>
    public ChunkFetch? Next(int bytesMax)
    {
        if (AreTaken)
            return null;
        var missing = new List<SealedChunk>();
        var bytes = 0L;
        for (var i = _taken; i < _chunks.Count; i++)
        {
            if (_chunks[i].Place is not { } place)
                continue;
            bytes += place.Length;
            if (missing.Count > 0 && bytes > bytesMax)
                break;
            missing.Add(_chunks[i]);
        }

        return new ChunkFetch(missing);
    }
}
