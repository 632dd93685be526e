using System.Text;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>What callers ask a server for, over and over.</summary>
public sealed record HttpWork
{
    /// <summary>The next request of a caller, by its number, as it travels; used until its answer has been read.</summary>
    public required Func<int, ReadOnlyMemory<byte>> Next { get; init; }

    /// <summary>Operations that one call counts as.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>What a sample of the answers is compared with; empty: nothing.</summary>
    public ReadOnlyMemory<byte> Expected { get; init; }

    /// <summary>Whether <see cref="Expected"/> is only how answers start.</summary>
    public bool IsStart { get; init; }

    /// <summary>The same GET by every caller.</summary>
    public static HttpWork Get(string pathAndQuery, string? key, ReadOnlyMemory<byte> expected = default)
    {
        var request = Request(pathAndQuery, key);
        return new HttpWork { Next = _ => request, Expected = expected };
    }

    /// <summary>A GET as it travels.</summary>
    public static byte[] Request(string pathAndQuery, string? key) => Encoding.ASCII.GetBytes($"GET {pathAndQuery} HTTP/1.1\r\n{Headers(key)}\r\n");

    /// <summary>The headers of every request.</summary>
    public static string Headers(string? key) => $"Host: 127.0.0.1\r\n{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}";
}
