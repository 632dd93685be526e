using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Ingest;

/// <summary><c>GET /ingest/events</c>: what became of an event.</summary>
internal sealed class EventLookup(IUsageClient usage, ControlPlane control)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var reader = new QueryReader(context.Request);
        var companyId = reader.Token("companyId");
        var eventId = reader.Text("eventId", 2 * Identifiers.EventIdLengthMax, Expected);
        if (eventId is not null && !Identifiers.IsEventId(eventId))
            reader.Add("eventId", Expected);
        foreach (var (name, value) in new[] { ("companyId", companyId), ("eventId", eventId) })
        {
            if (value is null && !reader.IsBad(name))
                reader.Add(name, "needed.");
        }

        reader.ThrowIfBad();

        // A company outside the key's binding and one that does not exist answer alike, and neither is looked up: that would take longer for one of them.
        var bound = Principal.Of(context).Key.BoundCompanies;
        if (bound?.Contains(companyId!) == false || await control.FindCompanyAsync(companyId!, context.RequestAborted) is null)
            throw new ProblemException(ErrorCodes.CompanyNotFound, $"There is no company '{companyId}'.");
        var found = await usage.FindEventAsync(companyId!, eventId!, context.RequestAborted)
            ?? throw new ProblemException(ErrorCodes.EventNotFound, $"The company '{companyId}' has no event '{eventId}'.");
        await JsonAnswer.WriteAsync(context, JsonAnswer.Render(json => Write(json, found)));
    }

    private const string Expected = "expected 1 to 256 printable characters.";

    private static void Write(Utf8JsonWriter json, EventRecord record)
    {
        var (entry, report) = (record.Entry, record.Entry.Event);
        json.WriteString("eventId", report.EventId);
        json.WriteString("companyId", report.CompanyId);
        json.WriteString("status", record.Corrections switch
        {
            [] => "booked",
            [.., { After: null }] => "voided",
            _ => "adjusted",
        });
        json.WriteString("occurredAt", report.OccurredAt.ToString());
        json.WriteString("recordedAt", entry.RecordedAt.ToString());
        json.WriteNumber("version", entry.Version);
        json.WriteNumber("durationMs", report.DurationMs);
        json.WriteString("costKey", report.CostKey);
        json.WriteString("agentFocus", report.AgentFocus);
        json.WriteString("interviewId", report.InterviewId);
        json.WriteString("direction", report.Direction?.ToString().ToUpperInvariant());
        json.WriteString("resolution", report.Resolution?.ToString().ToUpperInvariant());
        json.WriteBoolean("isTest", report.IsTest);
        var onMinutes = entry.System == BillingSystem.Minutes;
        json.WriteString("billingSystem", onMinutes ? "minutes" : "credits");
        json.WriteNumber(onMinutes ? "quantityMs" : "quantityMicro", entry.Quantity);
        json.WriteBoolean("countsAsInterview", entry.CountsAsInterview);
        WriteRule(json, entry);
        json.WriteStartArray("corrections");
        foreach (var correction in record.Corrections)
            json.WriteRawValue(AdminJson.Correction(correction), skipInputValidation: true);
        json.WriteEndArray();
    }

    private static void WriteRule(Utf8JsonWriter json, UsageEntry entry)
    {
        if (entry.Rule is not { } rule)
        {
            json.WriteNull("rule");
            return;
        }

        json.WriteStartObject("rule");
        json.WriteString("scope", rule.OfCompany ? "company" : "general");
        json.WriteString("agentFocus", rule.AnyFocus ? PriceRule.AnyFocus : entry.Event.AgentFocus);
        json.WriteNumber("version", rule.Version);
        json.WriteEndObject();
    }
}
