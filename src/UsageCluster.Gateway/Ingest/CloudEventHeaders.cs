using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Ingest;

/// <summary>A CloudEvent's attributes in binary mode: headers <c>ce-…</c>, percent-encoded where a header cannot hold the text.</summary>
internal sealed class CloudEventHeaders
{
    private const string Prefix = "ce-";

    private CloudEventHeaders(IHeaderDictionary headers)
    {
        Repeated = [.. headers
            .Where(h => h.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && h.Value.Count > 1)
            .Select(h => h.Key[Prefix.Length..].ToLowerInvariant())
            .Order(StringComparer.Ordinal)];
        SpecVersion = Value(headers, "specversion");
        Id = Value(headers, "id");
        Source = Value(headers, "source");
        Type = Value(headers, "type");
        Subject = Value(headers, "subject");
        Time = Value(headers, "time");
    }

    /// <summary>Attributes that are given more than once.</summary>
    public IReadOnlyList<string> Repeated { get; }

    public string? SpecVersion { get; }

    public string? Id { get; }

    public string? Source { get; }

    public string? Type { get; }

    public string? Subject { get; }

    public string? Time { get; }

    /// <summary>The attributes; null if the request is not in binary mode.</summary>
    public static CloudEventHeaders? Of(IHeaderDictionary headers) =>
        headers.ContainsKey("ce-specversion") || headers.ContainsKey("ce-id") ? new CloudEventHeaders(headers) : null;

    private static string? Value(IHeaderDictionary headers, string attribute)
    {
        var values = headers[Prefix + attribute];
        if (values.Count == 0 || string.IsNullOrEmpty(values[0]))
            return null;
        var text = values[0]!;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
            text = text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        return Uri.UnescapeDataString(text);
    }
}
