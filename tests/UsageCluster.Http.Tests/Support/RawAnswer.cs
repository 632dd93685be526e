using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace UsageCluster.Http.Tests.Support;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">The status.</param>
/// <param name="Head">The status line and the headers, as text.</param>
/// <param name="Headers">Names and values, in order.</param>
/// <param name="Body">The body, its transfer coding undone.</param>
internal sealed record RawAnswer(int Status, string Head, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>Whether the server closes the connection after it.</summary>
    public bool Closes => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>The media type without parameters; null: none.</summary>
    public string? MediaType => Header("Content-Type")?.Split(';')[0].Trim();

    /// <summary>The body, its content coding undone.</summary>
    public byte[] Content => Header("Content-Encoding") switch
    {
        "gzip" => Decode(new GZipStream(new MemoryStream(Body), CompressionMode.Decompress)),
        "br" => Decode(new BrotliStream(new MemoryStream(Body), CompressionMode.Decompress)),
        _ => Body,
    };

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Content);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Content);

    /// <summary>A header's values; null: absent.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToArray();
        return values.Length == 0 ? null : string.Join(", ", values);
    }

    private static byte[] Decode(Stream coded)
    {
        using (coded)
        {
            using var plain = new MemoryStream();
            coded.CopyTo(plain);
            return plain.ToArray();
        }
    }
}
