using System.Buffers.Binary;
using System.Security.Cryptography;
using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Books;

/// <summary>
/// Books as versioned bytes: a cache of the fold, which only shortens recovery. First the head: magic, format, its own length, content (see
/// <see cref="SnapshotContent"/>), and the first 16 bytes of the SHA-256 of all that. Then the full chunks of uses, whose lengths and checksums stand in the
/// head: books can be had from the head alone, and chunks taken when they are needed.
/// </summary>
public static class BooksSnapshot
{
    // Format 1 had neither lines nor versions of points, formats 2 to 4 lacked plans, transactions or corrections, in format 5 points stood one behind the
    // other, in format 6 chunks among the rest and one checksum behind all of it: they are not read, the fold takes their place.
    private const byte Format = 7;
    private const byte HeadFirst = 7;
    private const int ChecksumLength = 16;

    /// <summary>Magic, format and length.</summary>
    private const int LeadLength = 12;

    private static ReadOnlySpan<byte> Magic => "UCBOOKS"u8;

    /// <summary>The books as bytes, with checksums. They are whole.</summary>
    public static byte[] Encode(CompanyBooks books) => Encode(books.View());

    /// <summary>The books that a view shows, as bytes, with checksums. On any thread.</summary>
    public static byte[] Encode(CompanyView view)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(checked(LeadLength + SnapshotContent.LengthMax(view) + ChecksumLength));
        var content = new ByteWriter(buffer.AsSpan(LeadLength));
        var full = new List<byte[]>();
        SnapshotContent.Write(view, full, ref content);
        var head = buffer.AsSpan(0, LeadLength + content.Written + ChecksumLength);
        var lead = new ByteWriter(head);
        lead.Raw(Magic);
        lead.Byte(Format);
        lead.Int32(head.Length);
        WriteChecksum(head[..^ChecksumLength], head[^ChecksumLength..]);

        var length = head.Length;
        foreach (var chunk in full)
            length = checked(length + chunk.Length);
        var snapshot = GC.AllocateUninitializedArray<byte>(length);
        var bytes = new ByteWriter(snapshot);
        bytes.Raw(head);
        foreach (var chunk in full)
            bytes.Raw(chunk);
        return snapshot;
    }

    /// <summary>Whether the bytes are whole, as far as that can be told, and of a format that this program leaves unread.</summary>
    public static bool IsOfOtherFormat(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length <= Magic.Length + ChecksumLength || !snapshot.StartsWith(Magic) || snapshot[Magic.Length] == Format)
            return false;
        if (snapshot[Magic.Length] < HeadFirst)
            return HasChecksum(snapshot);
        var headLength = HeadLength(snapshot);
        return headLength >= ChecksumLength && headLength <= snapshot.Length && HasChecksum(snapshot[..headLength]);
    }

    /// <summary>How long the head is of which this is the beginning, for <see cref="TryDecode(string, ReadOnlySpan{byte}, int, out CompanyBooks?)"/>; 0: it is none of this format.</summary>
    public static int HeadLengthOf(ReadOnlySpan<byte> beginning) => HasFormat(beginning) ? HeadLength(beginning) : 0;

    /// <summary>The books of the bytes, which are whole; false if they are damaged, of another company or of an unknown format.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="snapshot">The bytes; not kept.</param>
    /// <param name="books">The books.</param>
    /// <param name="looksInside">
    /// Whether uses that stay packed are looked at, too. Else those that are not what their sums say, which a right checksum rules out for all that
    /// <see cref="Encode(CompanyBooks)"/> wrote, throw <see cref="InvalidDataException"/> when a figure needs them.
    /// </param>
    public static bool TryDecode(string companyId, ReadOnlySpan<byte> snapshot, out CompanyBooks? books, bool looksInside = false) =>
        TryDecode(companyId, snapshot, snapshot.Length, looksInside, out books);

    /// <summary>As the other overload, for the beginning of a snapshot, which has its head. The books are whole if it is all of the snapshot.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="beginning">The first bytes; not kept.</param>
    /// <param name="length">How many the snapshot has.</param>
    /// <param name="books">The books.</param>
    public static bool TryDecode(string companyId, ReadOnlySpan<byte> beginning, int length, out CompanyBooks? books) =>
        TryDecode(companyId, beginning, length, looksInside: false, out books);

    private static bool TryDecode(string companyId, ReadOnlySpan<byte> beginning, int length, bool looksInside, out CompanyBooks? books)
    {
        books = null;
        if (!HasFormat(beginning) || HeadLength(beginning) is var headLength && headLength > beginning.Length)
            return false;
        var head = beginning[..headLength];
        if (!HasChecksum(head))
            return false;
        try
        {
            var chunks = new SnapshotChunks(headLength);
            var read = SnapshotContent.Read(companyId, head[LeadLength..^ChecksumLength], chunks);
            if (read is null || chunks.End != length)
                return false;
            if (beginning.Length == length)
                chunks.TakeAll(beginning, looksInside);
            read.Restore(chunks);
            books = read;
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return false;
        }
    }

    private static bool HasFormat(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= LeadLength && bytes.StartsWith(Magic) && bytes[Magic.Length] == Format && HeadLength(bytes) >= LeadLength + ChecksumLength;

    private static int HeadLength(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes[(Magic.Length + 1)..]);

    private static bool HasChecksum(ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        WriteChecksum(bytes[..^ChecksumLength], checksum);
        return bytes[^ChecksumLength..].SequenceEqual(checksum);
    }

    private static void WriteChecksum(ReadOnlySpan<byte> bytes, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..ChecksumLength].CopyTo(checksum);
    }
}
