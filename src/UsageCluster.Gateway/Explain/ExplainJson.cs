using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Gateway.History;

namespace UsageCluster.Gateway.Explain;

/// <summary>
/// The ledger's rows behind the figures of one cost key, in exact integers: <c>events</c>, <c>interviews</c> and the quantity are what the row adds to
/// them, and over all pages they add up to them.
/// </summary>
internal sealed class ExplainJson(string companyId, string costKey, IReadOnlyList<CorrectionEntry> corrections)
{
    private readonly ILookup<long, CorrectionEntry> _corrections = corrections.ToLookup(c => c.EventVersion);

    /// <summary>Writes a row.</summary>
    public void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", HistoryRow.IdOf(companyId, entry.Version));
        json.WriteNumber("version", entry.Version);
        if (entry is CorrectionEntry correction)
            WriteCorrection(json, correction);
        else
            WriteUsage(json, (UsageEntry)entry);
        json.WriteString("recordedAt", entry.RecordedAt.ToString());
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json, UsageEntry usage)
    {
        json.WriteString("kind", "usage");
        json.WriteNull("corrects");
        json.WriteStartArray("correctedBy");
        foreach (var correction in _corrections[usage.Version])
            json.WriteStringValue(HistoryRow.IdOf(companyId, correction.Version));
        json.WriteEndArray();
        json.WriteString("eventId", usage.Event.EventId);
        json.WriteNull("correctionId");
        json.WriteNull("reason");
        var use = BookedUse.Of(usage);
        WriteFigures(json, use, null, use);
        json.WriteString("interviewId", usage.Event.InterviewId);
        json.WriteString("occurredAt", usage.Event.OccurredAt.ToString());
    }

    private void WriteCorrection(Utf8JsonWriter json, CorrectionEntry correction)
    {
        json.WriteString("kind", correction.Request.Kind == CorrectionKind.Void ? "void" : "adjust");
        json.WriteString("corrects", HistoryRow.IdOf(companyId, correction.EventVersion));
        json.WriteStartArray("correctedBy");
        json.WriteEndArray();
        json.WriteString("eventId", correction.Request.EventId);
        json.WriteString("correctionId", correction.Request.CorrectionId);
        json.WriteString("reason", correction.Request.Reason);
        WriteFigures(json, correction.After ?? correction.Before, Mine(correction.Before), Mine(correction.After));
        json.WriteNull("interviewId");
        json.WriteString("occurredAt", correction.OccurredAt.ToString());
    }

    private BookedUse? Mine(BookedUse? use) => use?.Line.CostKey == costKey ? use : null;

    private static void WriteFigures(Utf8JsonWriter json, BookedUse shown, BookedUse? taken, BookedUse? put)
    {
        var onMinutes = shown.Line.System == BillingSystem.Minutes;
        json.WriteString("billingSystem", onMinutes ? "minutes" : "credits");
        json.WriteString("costKey", shown.Line.CostKey);
        json.WriteString("agentFocus", shown.Line.AgentFocus);
        json.WriteString("direction", shown.Line.Direction?.ToString().ToUpperInvariant());
        json.WriteString("resolution", shown.Line.Resolution?.ToString().ToUpperInvariant());
        json.WriteNumber("durationMs", shown.DurationMs);
        json.WriteNumber("events", Count(put is not null) - Count(taken is not null));
        json.WriteNumber("interviews", Count(put is { CountsAsInterview: true }) - Count(taken is { CountsAsInterview: true }));
        json.WriteNumber(onMinutes ? "quantityMs" : "quantityMicro", (put?.Quantity ?? 0) - (taken?.Quantity ?? 0));
        WriteRule(json, shown);
    }

    private static void WriteRule(Utf8JsonWriter json, BookedUse use)
    {
        if (use.Rule is not { } rule)
        {
            json.WriteNull("rule");
            return;
        }

        json.WriteStartObject("rule");
        json.WriteString("scope", rule.OfCompany ? "company" : "general");
        json.WriteString("agentFocus", rule.AnyFocus ? PriceRule.AnyFocus : use.Line.AgentFocus);
        json.WriteNumber("version", rule.Version);
        json.WriteEndObject();
    }

    private static int Count(bool yes) => yes ? 1 : 0;
}
