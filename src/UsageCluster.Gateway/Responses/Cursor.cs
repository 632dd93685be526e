using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Responses;

/// <summary>
/// The last row of a page in a list that is ordered by instant (newest first), then id. As text it is opaque and belongs to one query: it carries a
/// check over both. It is no secret and grants nothing: what a key sees is decided anew with every page.
/// </summary>
/// <param name="At">The row's instant.</param>
/// <param name="Id">The row's id.</param>
internal readonly record struct Cursor(Instant At, string Id)
{
    /// <summary>The longest text of a cursor.</summary>
    public const int LengthMax = 512;

    private const byte Format = 1;
    private const int CheckBytes = 8;
    private const int HeadBytes = 1 + CheckBytes + sizeof(long);

    /// <summary>The query of a list as cursors are bound to it: the resource, what is seen of it, and the filters. The page's size is no part of it.</summary>
    public static string Query(string resource, Access access, Instant? from, Instant? to, string? filter = null) =>
        string.Join('\n', resource, access.CompanyId, access.AtsId, from?.ToString(), to?.ToString(), filter);

    /// <summary>The cursor's text for a query.</summary>
    public string Write(string query)
    {
        var bytes = new byte[HeadBytes + Encoding.UTF8.GetByteCount(Id)];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1 + CheckBytes), At.Ticks);
        Encoding.UTF8.GetBytes(Id, bytes.AsSpan(HeadBytes));
        Check(query, bytes, bytes.AsSpan(1, CheckBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The cursor of a text. Throws the problem (400) if it is not one, or one of another query.</summary>
    public static Cursor Read(string text, string query)
    {
        Span<byte> bytes = stackalloc byte[LengthMax];
        if (text.Length > LengthMax
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length)
            || length < HeadBytes
            || bytes[0] != Format)
            throw Bad();
        bytes = bytes[..length];
        Span<byte> check = stackalloc byte[CheckBytes];
        Check(query, bytes, check);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + CheckBytes)..]);
        if (!check.SequenceEqual(bytes.Slice(1, CheckBytes)) || !Utf8.IsValid(bytes[HeadBytes..]))
            throw Bad();
        return new Cursor(new Instant(ticks), Encoding.UTF8.GetString(bytes[HeadBytes..]));
    }

    private static void Check(string query, ReadOnlySpan<byte> bytes, Span<byte> check)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(query));
        hash.AppendData([0]);
        hash.AppendData(bytes[(1 + CheckBytes)..]);
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..CheckBytes].CopyTo(check);
    }

    private static ProblemException Bad()
    {
        const string expected = "expected the nextCursor of an answer to the same query.";
        return new ProblemException(ErrorCodes.InvalidParameter, "after: " + expected, [new FieldError("after", expected)]);
    }
}
