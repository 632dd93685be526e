using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Gateway.Ingest;

/// <summary>The answer of <c>POST /ingest/events</c>: counts, and a result for each event in order.</summary>
internal static class IngestAnswer
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("eventId");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
    private static readonly JsonEncodedText Field = JsonEncodedText.Encode("field");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");

    /// <summary>Writes the answer, status 200.</summary>
    public static async Task WriteAsync(HttpResponse response, IReadOnlyList<EventResult> results, CancellationToken cancellationToken)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        json.WriteStartObject();
        json.WriteNumber("accepted", Count(results, RecordStatus.Accepted));
        json.WriteNumber("duplicates", Count(results, RecordStatus.Duplicate));
        json.WriteNumber("rejected", Count(results, RecordStatus.Rejected));
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            Write(json, result);
            if (json.BytesPending + response.BodyWriter.UnflushedBytes < FlushBytes)
                continue;
            json.Flush();
            await response.BodyWriter.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, in EventResult result)
    {
        json.WriteStartObject();
        json.WriteString(EventId, result.EventId);
        json.WriteString(Status, result.Status switch
        {
            RecordStatus.Accepted => "accepted"u8,
            RecordStatus.Duplicate => "duplicate"u8,
            _ => "rejected"u8,
        });
        if (result.Code is not null)
            json.WriteString(Code, result.Code);
        if (result.Field is not null)
            json.WriteString(Field, result.Field);
        if (result.Message is not null)
            json.WriteString(Message, result.Message);
        json.WriteEndObject();
    }

    private static int Count(IReadOnlyList<EventResult> results, RecordStatus status)
    {
        var count = 0;
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Status == status)
                count++;
        }

        return count;
    }
}
