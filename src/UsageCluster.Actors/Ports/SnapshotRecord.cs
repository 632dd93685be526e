using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Ports;

/// <summary>Books as bytes at a version. Usable only if the ledger's entry at that version has this hash.</summary>
/// <param name="Version">The version of the last entry in the books.</param>
/// <param name="Hash">That entry's hash.</param>
/// <param name="Books">See <see cref="BooksSnapshot"/>; perhaps their beginning alone.</param>
public sealed record SnapshotRecord(long Version, byte[] Hash, byte[] Books)
{
    private readonly int? _length;

    /// <summary>How many bytes the books have.</summary>
    public int Length
    {
        get => _length ?? Books.Length;
        init => _length = value;
    }

    /// <summary>The same with no more of the books than their beginning.</summary>
    public SnapshotRecord Beginning(int bytesMax) => Books.Length <= bytesMax ? this : this with { Books = Books[..bytesMax], Length = Length };

    /// <summary>What a store that has all of the books answers for ranges of them; null: they are not so long.</summary>
    public IReadOnlyList<byte[]>? Read(IReadOnlyList<SnapshotRange> ranges)
    {
        var bytes = new byte[ranges.Count][];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (ranges[i].Start + (long)ranges[i].Length > Books.Length)
                return null;
            bytes[i] = Books.AsSpan(ranges[i].Start, ranges[i].Length).ToArray();
        }

        return bytes;
    }
}
