using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>What is to be read of a snapshot for some chunks that are not in memory yet.</summary>
public sealed class ChunkFetch
{
    private readonly SealedChunk[] _chunks;
    private readonly ChunkPlace[] _places;

    /// <param name="missing">Chunks that are in the snapshot alone, in the order in which they lie there.</param>
    internal ChunkFetch(IReadOnlyList<SealedChunk> missing)
    {
        _chunks = [.. missing];
        _places = new ChunkPlace[_chunks.Length];
        var ranges = new List<SnapshotRange>();
        for (var i = 0; i < _places.Length; i++)
        {
            var place = _places[i] = _chunks[i].Place!;
            if (ranges.Count > 0 && ranges[^1] is var last && last.Start + last.Length == place.Start)
                ranges[^1] = last with { Length = last.Length + place.Length };
            else
                ranges.Add(new SnapshotRange(place.Start, place.Length));
        }

        Ranges = ranges;
    }

    /// <summary>The bytes that are needed, in order.</summary>
    public IReadOnlyList<SnapshotRange> Ranges { get; }

    /// <summary>Puts the bytes of the ranges where they belong; false: they are not what was to be there, and no figure may be made of them.</summary>
    /// <param name="bytes">Of each range, in their order.</param>
    /// <param name="looksInside">Whether the points are held against their sums now, not when they are first looked at.</param>
    public bool TryTake(IReadOnlyList<byte[]> bytes, bool looksInside)
    {
        if (bytes.Count != Ranges.Count)
            return false;
        try
        {
            var range = 0;
            for (var i = 0; i < _chunks.Length; i++)
            {
                while (_places[i].Start >= Ranges[range].Start + Ranges[range].Length)
                    range++;
                var start = _places[i].Start - Ranges[range].Start;
                if (bytes[range].Length != Ranges[range].Length)
                    return false;
                _chunks[i].Take(bytes[range].AsSpan(start, _places[i].Length));
                if (looksInside)
                    _chunks[i].Check();
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
