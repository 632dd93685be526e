using System.Text.Json;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.History;

/// <summary>Rows of a history as JSON.</summary>
internal static class HistoryJson
{
    /// <summary>What every row's <c>unit</c> is.</summary>
    public const string Unit = "audio";

    private static readonly JsonEncodedText Cost = JsonEncodedText.Encode("cost"), Quantity = JsonEncodedText.Encode("quantity");

    /// <summary>Writes a row.</summary>
    public static void Write(Utf8JsonWriter json, HistoryFigures figures)
    {
        var row = figures.Row;
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("kind", figures.Kind);
        json.WriteString("corrects", figures.Corrects);
        ExactNumber.WriteMicro(json, Cost, figures.CostMicro);
        json.WriteNumber("duration", figures.Seconds);
        json.WriteString("product", figures.Product);
        json.WriteString("unit", Unit);
        ExactNumber.WriteQuantity(json, Quantity, figures.Line.System, figures.Quantity);
        json.WriteString("billingSystem", UsageJson.Word(figures.Line.System));
        json.WriteString("costKey", figures.Line.CostKey);
        json.WriteString("occurredAt", row.OccurredAt.ToString());
        json.WriteString("recordedAt", row.Entry.RecordedAt.ToString());
        json.WriteString("interviewId", figures.InterviewId);
        json.WriteString("eventId", figures.EventId);
        json.WriteString("companyId", row.CompanyId);
        json.WriteEndObject();
    }
}
