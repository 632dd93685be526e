using System.Text;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Ingest;

/// <summary>Bodies for the ingest endpoints, and what their answers say.</summary>
internal static class EventJson
{
    public const string OccurredAt = "2024-01-10T09:00:00Z";

    public static string Event(string eventId, string companyId = "c", string durationSeconds = "60", string more = "") =>
        $$"""{"eventId":"{{eventId}}","companyId":"{{companyId}}","occurredAt":"{{OccurredAt}}","durationSeconds":{{durationSeconds}}{{more}}}""";

    public static string CloudEvent(string eventId, string companyId = "c", string durationSeconds = "60") =>
        $$$"""
        {"specversion":"1.0","id":"{{{eventId}}}","source":"/meter","type":"interview_minutes","subject":"{{{companyId}}}","time":"{{{OccurredAt}}}",
         "data":{"durationSeconds":{{{durationSeconds}}}}}
        """;

    public static HttpContent Content(string text, string? contentType) => Content(Encoding.UTF8.GetBytes(text), contentType);

    public static HttpContent Content(byte[] bytes, string? contentType)
    {
        var content = new ByteArrayContent(bytes);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    /// <summary>The counts of an ingest answer.</summary>
    public static (int Accepted, int Duplicates, int Rejected) Counts(this Answer answer) =>
        (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("duplicates").GetInt32(), answer.Json.GetProperty("rejected").GetInt32());

    /// <summary>The status of each result, for a rejected one its code, and its field after a colon.</summary>
    public static string[] Results(this Answer answer) => [.. answer.Json.GetProperty("results").EnumerateArray().Select(Short)];

    private static string Short(JsonElement result)
    {
        var status = result.GetProperty("status").GetString()!;
        if (status != "rejected")
        {
            Assert.Equal(["eventId", "status"], result.EnumerateObject().Select(m => m.Name));
            return status;
        }

        Assert.False(string.IsNullOrEmpty(result.GetProperty("message").GetString()));
        return result.GetProperty("code").GetString() + (result.TryGetProperty("field", out var field) ? ":" + field.GetString() : "");
    }
}
