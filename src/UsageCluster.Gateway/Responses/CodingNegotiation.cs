using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Responses;

/// <summary>Chooses the coding of an answer by <c>Accept-Encoding</c> (RFC 9110, 12.5.3).</summary>
internal static class CodingNegotiation
{
    private const int NotNamed = -1;

    /// <summary>
    /// The coding with the highest weight; of equal ones Brotli before gzip before none. Compressed only if the request names the coding
    /// or refuses anything else. Throws the problem if none is acceptable.
    /// </summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
            return ContentCoding.Identity;
        int brotli = NotNamed, gzip = NotNamed, identity = NotNamed, any = NotNamed;
        foreach (var value in acceptEncoding)
        {
            var list = value.AsSpan();
            while (HeaderPreferences.TryTake(ref list, out var name, out var weight))
            {
                if (Is(name, "br"))
                    brotli = weight;
                else if (Is(name, "gzip") || Is(name, "x-gzip"))
                    gzip = weight;
                else if (Is(name, "identity"))
                    identity = weight;
                else if (Is(name, "*"))
                    any = weight;
            }
        }

        return Choose(brotli, gzip, identity, any);
    }

    /// <summary>The value of <c>Content-Encoding</c>; null for none.</summary>
    public static string? HeaderOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => "br",
        ContentCoding.Gzip => "gzip",
        _ => null,
    };

    /// <summary>A stream that codes what is written to it. Disposing of it writes the end and leaves <paramref name="inner"/> open.</summary>
    public static Stream Wrap(Stream inner, ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => new BrotliStream(inner, CompressionLevel.Fastest, leaveOpen: true),
        ContentCoding.Gzip => new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "Nothing to code."),
    };

    private static ContentCoding Choose(int brotli, int gzip, int identity, int any)
    {
        // What is not named has the weight of "*"; without "*", identity is acceptable, but comes after what is named.
        var plain = identity != NotNamed ? identity : any != NotNamed ? any : 1;
        if (brotli > 0 && brotli >= gzip && brotli >= plain)
            return ContentCoding.Brotli;
        if (gzip > 0 && gzip >= plain)
            return ContentCoding.Gzip;
        if (plain > 0)
            return ContentCoding.Identity;
        if (brotli == NotNamed && any > 0)
            return ContentCoding.Brotli;
        if (gzip == NotNamed && any > 0)
            return ContentCoding.Gzip;
        throw new ProblemException(ErrorCodes.NotAcceptable, "Accept-Encoding refuses every coding that the server has: identity, gzip, br.");
    }

    private static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);
}
