using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Scenarios;

/// <summary>Answers that are looked at before anything is measured.</summary>
internal static class Answers
{
    /// <summary>The query that reads ask: a tenth of the time that the usage spreads over.</summary>
    public static readonly string Query = QueryOver(GeneratedUsage.Range);

    public static string QueryOver(TimeRange range) => $"/billing/usage?start={range.Start}&end={range.End}";

    public static async Task<byte[]> GetAsync(int port, string pathAndQuery, string? key)
    {
        using var http = Client(port, key);
        return await http.GetByteArrayAsync(new Uri(pathAndQuery, UriKind.Relative));
    }

    public static async Task<byte[]> PostAsync(int port, string path, string? key, ReadOnlyMemory<byte> body)
    {
        using var http = Client(port, key);
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Throws unless a side's answer has the same JSON values.</summary>
    public static void MustEqual(string side, byte[] answer, JsonNode expected)
    {
        var given = JsonNode.Parse(answer);
        if (!JsonNode.DeepEquals(given, expected))
            throw new InvalidDataException($"{side} does not answer what it must:\n{Start(given)}\n{Start(expected)}");
    }

    private static string Start(JsonNode? json)
    {
        var text = json?.ToJsonString() ?? "null";
        return text[..Math.Min(800, text.Length)];
    }

    private static HttpClient Client(int port, string? key)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }
}
