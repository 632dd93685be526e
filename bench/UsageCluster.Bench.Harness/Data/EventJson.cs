using System.Buffers;
using System.Text.Json;
using UsageCluster.Core.Events;

namespace UsageCluster.Bench.Data;

/// <summary>Events as the body of <c>POST /ingest/events</c>.</summary>
public static class EventJson
{
    /// <summary>A JSON array of them.</summary>
    public static void Write(IBufferWriter<byte> body, IEnumerable<UsageEvent> events)
    {
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        foreach (var e in events)
        {
            json.WriteStartObject();
            json.WriteString("eventId", e.EventId);
            json.WriteString("companyId", e.CompanyId);
            json.WriteString("occurredAt", e.OccurredAt.ToString());
            json.WriteNumber("durationSeconds", e.DurationMs / 1000m);
            json.WriteString("costKey", e.CostKey);
            json.WriteString("agentFocus", e.AgentFocus);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
