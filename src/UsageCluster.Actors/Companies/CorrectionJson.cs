using System.Text.Json;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>A correction as JSON; durations and quantities are exact integers, as booked.</summary>
internal static class CorrectionJson
{
    public static void WriteMembers(Utf8JsonWriter json, CorrectionEntry correction)
    {
        var request = correction.Request;
        json.WriteString("id", request.CorrectionId);
        json.WriteString("eventId", request.EventId);
        json.WriteString("kind", request.Kind == CorrectionKind.Void ? "void" : "adjust");
        json.WriteString("reason", request.Reason);
        json.WriteString("occurredAt", correction.OccurredAt.ToString());
        json.WriteString("recordedAt", correction.RecordedAt.ToString());
        json.WriteNumber("version", correction.Version);
        json.WriteNumber("eventVersion", correction.EventVersion);
        json.WriteBoolean("isTest", correction.IsTest);
        json.WriteString("billingSystem", AdminJson.Word(correction.Before.Line.System));
        json.WritePropertyName("before");
        WriteUse(json, correction.Before);
        json.WritePropertyName("after");
        if (correction.After is { } after)
            WriteUse(json, after);
        else
            json.WriteNullValue();
    }

    private static void WriteUse(Utf8JsonWriter json, BookedUse use)
    {
        json.WriteStartObject();
        json.WriteString("costKey", use.Line.CostKey);
        json.WriteString("agentFocus", use.Line.AgentFocus);
        json.WriteNumber("durationMs", use.DurationMs);
        json.WriteNumber(use.Line.System == Core.Billing.BillingSystem.Minutes ? "quantityMs" : "quantityMicro", use.Quantity);
        json.WriteBoolean("countsAsInterview", use.CountsAsInterview);
        if (use.Rule is { } rule)
        {
            json.WriteStartObject("rule");
            json.WriteString("scope", rule.OfCompany ? "company" : "general");
            json.WriteString("agentFocus", rule.AnyFocus ? Core.Pricing.PriceRule.AnyFocus : use.Line.AgentFocus);
            json.WriteNumber("version", rule.Version);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("rule");
        }

        json.WriteEndObject();
    }
}
