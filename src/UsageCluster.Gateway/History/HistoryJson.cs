using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Gateway.Monthly;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.History;

/// <summary>Rows of a history as JSON. A correction's figures are signed: what it adds to those of the event.</summary>
internal sealed class HistoryJson(MonthlyPrices prices)
{
    private const string NoProduct = "agent", Unit = "audio";

    private static readonly JsonEncodedText Cost = JsonEncodedText.Encode("cost"), Quantity = JsonEncodedText.Encode("quantity");

    /// <summary>Writes a row.</summary>
    public void Write(Utf8JsonWriter json, HistoryRow row)
    {
        if (row.Entry is CorrectionEntry correction)
            Write(json, row, correction);
        else
            Write(json, row, (UsageEntry)row.Entry);
    }

    private void Write(Utf8JsonWriter json, HistoryRow row, UsageEntry usage)
    {
        var use = BookedUse.Of(usage);
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("kind", "usage");
        json.WriteNull("corrects");
        WriteFigures(json, use, HistoryCost.Micro(prices, row, use), Seconds(use.DurationMs), use.Quantity);
        WriteRest(json, row, usage.Event.InterviewId, usage.Event.EventId);
    }

    private void Write(Utf8JsonWriter json, HistoryRow row, CorrectionEntry correction)
    {
        var (before, after) = (correction.Before, correction.After);
        var cost = HistoryCost.Micro(prices, row, after) - HistoryCost.Micro(prices, row, before);
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("kind", correction.Request.Kind == CorrectionKind.Void ? "void" : "adjust");
        json.WriteString("corrects", HistoryRow.IdOf(row.CompanyId, correction.EventVersion));
        WriteFigures(
            json, after ?? before, cost, Seconds((after?.DurationMs ?? 0) - before.DurationMs), (after?.Quantity ?? 0) - before.Quantity);
        WriteRest(json, row, null, correction.Request.EventId);
    }

    private static void WriteFigures(Utf8JsonWriter json, BookedUse use, long cost, long seconds, long quantity)
    {
        ExactNumber.WriteMicro(json, Cost, cost);
        json.WriteNumber("duration", seconds);
        json.WriteString("product", use.Line.AgentFocus ?? NoProduct);
        json.WriteString("unit", Unit);
        ExactNumber.WriteQuantity(json, Quantity, use.Line.System, quantity);
        json.WriteString("billingSystem", use.Line.System == BillingSystem.Minutes ? "minutes" : "credits");
        json.WriteString("costKey", use.Line.CostKey);
    }

    private static void WriteRest(Utf8JsonWriter json, HistoryRow row, string? interviewId, string eventId)
    {
        json.WriteString("occurredAt", row.OccurredAt.ToString());
        json.WriteString("recordedAt", row.Entry.RecordedAt.ToString());
        json.WriteString("interviewId", interviewId);
        json.WriteString("eventId", eventId);
        json.WriteString("companyId", row.CompanyId);
        json.WriteEndObject();
    }

    // Half away from zero.
    private static long Seconds(long ms) => (ms + (ms < 0 ? -500 : 500)) / 1_000;
}
