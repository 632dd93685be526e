using System.Security.Cryptography;
using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Books;

/// <summary>
/// Books as versioned bytes: a cache of the fold, which only shortens recovery. Magic, format, content (see
/// <see cref="SnapshotContent"/>), and the first 16 bytes of the SHA-256 of all that.
/// </summary>
public static class BooksSnapshot
{
    // Format 1 had neither lines nor versions of points, formats 2 to 4 lacked plans, transactions or corrections, in format 5 points stood one behind the
    // other: they are not read, the fold takes their place.
    private const byte Format = 6;
    private const int ChecksumLength = 16;

    private static ReadOnlySpan<byte> Magic => "UCBOOKS"u8;

    /// <summary>The books as bytes, with a checksum.</summary>
    public static byte[] Encode(CompanyBooks books) => Encode(books.View());

    /// <summary>The books that a view shows, as bytes, with a checksum. On any thread.</summary>
    public static byte[] Encode(CompanyView view)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(checked(Magic.Length + 1 + SnapshotContent.LengthMax(view) + ChecksumLength));
        var bytes = new ByteWriter(buffer);
        bytes.Raw(Magic);
        bytes.Byte(Format);
        SnapshotContent.Write(view, ref bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, bytes.Written), hash);
        bytes.Raw(hash[..ChecksumLength]);
        return buffer[..bytes.Written];
    }

    /// <summary>Whether the bytes are whole, and of a format that this program leaves unread.</summary>
    public static bool IsOfOtherFormat(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length <= Magic.Length + ChecksumLength || !snapshot.StartsWith(Magic) || snapshot[Magic.Length] == Format)
            return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(snapshot[..^ChecksumLength], hash);
        return snapshot[^ChecksumLength..].SequenceEqual(hash[..ChecksumLength]);
    }

    /// <summary>The books of the bytes; false if they are damaged, of another company or of an unknown format.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="snapshot">The bytes; not kept.</param>
    /// <param name="books">The books.</param>
    /// <param name="looksInside">
    /// Whether uses that stay packed are looked at, too. Else those that are not what their sums say, which a right checksum rules out for all that
    /// <see cref="Encode(CompanyBooks)"/> wrote, throw <see cref="InvalidDataException"/> when a figure needs them.
    /// </param>
    public static bool TryDecode(string companyId, ReadOnlySpan<byte> snapshot, out CompanyBooks? books, bool looksInside = false)
    {
        books = null;
        if (snapshot.Length <= Magic.Length + ChecksumLength || !snapshot.StartsWith(Magic) || snapshot[Magic.Length] != Format)
            return false;
        var content = snapshot[..^ChecksumLength];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        if (!snapshot[^ChecksumLength..].SequenceEqual(hash[..ChecksumLength]))
            return false;
        try
        {
            books = SnapshotContent.Read(companyId, content[(Magic.Length + 1)..], looksInside);
            return books is not null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return false;
        }
    }
}
