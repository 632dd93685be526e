using System.Buffers.Text;
using Microsoft.Extensions.Primitives;

namespace UsageCluster.Gateway.Responses;

/// <summary>The strong entity tags of one content, one for each coding.</summary>
internal sealed class EntityTags
{
    private const int BytesUsed = 16;

    private readonly string _identity;
    private readonly string _gzip;
    private readonly string _brotli;

    /// <summary>Tags of a content with this hash, of which the first 128 bits are used.</summary>
    public EntityTags(ReadOnlySpan<byte> hash)
    {
        var text = Base64Url.EncodeToString(hash[..BytesUsed]);
        _identity = $"\"{text}\"";
        _gzip = $"\"{text}-gzip\"";
        _brotli = $"\"{text}-br\"";
    }

    /// <summary>The tag of a coding, with its quotes.</summary>
    public string Of(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => _gzip,
        ContentCoding.Brotli => _brotli,
        _ => _identity,
    };

    /// <summary>Whether an <c>If-None-Match</c> names the tag (weak comparison), or is <c>*</c>.</summary>
    public static bool Matches(StringValues ifNoneMatch, string tag)
    {
        foreach (var value in ifNoneMatch)
        {
            var list = value.AsSpan().Trim(" \t");
            if (list is "*" || Names(list, tag))
                return true;
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<char> list, ReadOnlySpan<char> tag)
    {
        // A tag may hold a comma, so the list is walked from quote to quote.
        while (!list.IsEmpty)
        {
            list = list.TrimStart(" \t,");
            if (list.StartsWith("W/"))
                list = list[2..];
            if (list.IsEmpty || list[0] != '"')
                return false;
            var length = list[1..].IndexOf('"') + 2;
            if (length < 2)
                return false;
            if (list[..length].SequenceEqual(tag))
                return true;
            list = list[length..];
        }

        return false;
    }
}
