using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Tells a body's form by its headers.</summary>
internal static class IngestMediaType
{
    /// <summary>The form of a call to <c>/ingest/events</c>; null: an unsupported media type, charset or coding (415).</summary>
    public static IngestFormat? OfIngest(HttpRequest request) => Of(request) switch
    {
        IngestFormat.Json when CloudEventHeaders.Of(request.Headers) is not null => IngestFormat.CloudEventBinary,
        var format => format,
    };

    /// <summary>The form of a call of a meter client, which sends CloudEvents only; null as above.</summary>
    public static IngestFormat? OfMeter(HttpRequest request) => OfIngest(request) switch
    {
        IngestFormat.Json => IngestFormat.CloudEventOrBatch,
        IngestFormat.JsonLines => null,
        var format => format,
    };

    /// <summary>Whether a content type is JSON in UTF-8.</summary>
    public static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && IsUtf8(type) && IsJson(type);

    private static IngestFormat? Of(HttpRequest request)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } coding && !coding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return null;
        if (request.Headers.ContentType.Count != 1 || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsUtf8(type))
            return null;
        return type.MediaType.ToString().ToLowerInvariant() switch
        {
            "application/json" => IngestFormat.Json,
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => IngestFormat.JsonLines,
            "application/cloudevents+json" => IngestFormat.CloudEvent,
            "application/cloudevents-batch+json" => IngestFormat.CloudEventBatch,
            _ when CloudEventHeaders.Of(request.Headers) is not null && IsJson(type) => IngestFormat.CloudEventBinary,
            _ => null,
        };
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
