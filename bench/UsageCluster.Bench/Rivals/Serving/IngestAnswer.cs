using System.Buffers;
using System.Text.Json;

namespace UsageCluster.Bench.Rivals.Serving;

/// <summary>Writes the answer of <c>POST /ingest/events</c>.</summary>
internal static class IngestAnswer
{
    /// <param name="body">Where to.</param>
    /// <param name="events">What was sent.</param>
    /// <param name="booked">Ids that were new; each is taken once.</param>
    public static void Write(IBufferWriter<byte> body, IReadOnlyList<PostedEvent> events, HashSet<Guid> booked)
    {
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber("accepted", booked.Count);
        json.WriteNumber("duplicates", events.Count - booked.Count);
        json.WriteNumber("rejected", 0);
        json.WriteStartArray("results");
        foreach (var e in events)
        {
            json.WriteStartObject();
            json.WriteString("eventId", e.EventId);
            json.WriteString("status", booked.Remove(e.EventId) ? "accepted"u8 : "duplicate"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
