using System.Globalization;
using System.Text;

namespace UsageCluster.Http.Tests.Fuzzing;

/// <summary>A request to be sent, byte for byte; its texts are Latin-1, a character a byte.</summary>
internal sealed class FuzzRequest
{
    private const int ChunkBytes = 16 * 1024;

    public required string Method { get; set; }

    public required string Path { get; set; }

    /// <summary>The parts of the query as they stand between ampersands.</summary>
    public List<string> Query { get; } = [];

    public List<(string Name, string Value)> Headers { get; } = [];

    public byte[]? Body { get; set; }

    public bool IsChunked { get; set; }

    public string Target => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query)}";

    public void SetHeader(string name, string value)
    {
        Headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Headers.Add((name, value));
    }

    /// <summary>The request as it is sent.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.Latin1.GetBytes(HeadText()));
        if (Body is not null && !IsChunked)
            bytes.Write(Body);
        else if (Body is not null)
            WriteChunks(bytes, Body);
        return bytes.ToArray();
    }

    /// <summary>The request for people: what is long is cut, what is no text escaped.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(HeadText().Replace("\r\n", "\n", StringComparison.Ordinal));
        foreach (var one in (Body ?? []).Take(2_000))
            text.Append(one is >= 0x20 and < 0x7F or 0x0A ? (char)one : string.Create(CultureInfo.InvariantCulture, $"\\x{one:x2}"));
        return Body?.Length > 2_000 ? $"{text}… ({Body.Length} bytes)" : text.ToString();
    }

    private static void WriteChunks(MemoryStream bytes, byte[] body)
    {
        foreach (var chunk in body.Chunk(ChunkBytes))
        {
            bytes.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n")));
            bytes.Write(chunk);
            bytes.Write("\r\n"u8);
        }

        bytes.Write("0\r\n\r\n"u8);
    }

    private string HeadText()
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/1.1\r\nHost: localhost\r\n"));
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Body is not null)
            head.Append(IsChunked ? "Transfer-Encoding: chunked\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n"));
        return head.Append("\r\n").ToString();
    }
}
