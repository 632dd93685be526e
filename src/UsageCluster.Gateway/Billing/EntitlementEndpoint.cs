using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Quantities;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Billing;

/// <summary><c>GET</c> and <c>HEAD /billing/entitlement</c>: whether an interview may start.</summary>
internal sealed class EntitlementEndpoint(IUsageClient usage, AccessScope scope)
{
    private const int NumberLengthMax = 32;

    private static readonly string[] MediaTypes = ["application/json"];
    private static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var principal = Principal.Of(context);
        var reader = new QueryReader(context.Request);
        var asked = CompanyChoice.Read(reader, principal);
        var agentFocus = reader.Token("agentFocus");
        var durationMs = ReadDuration(reader);
        reader.ThrowIfBad();
        MediaNegotiation.Choose(context.Request.Headers.Accept, MediaTypes);
        var companyId = (await scope.DecideAsync(principal, asked, context.RequestAborted)).CompanyId!;
        var answer = await usage.EntitlementAsync(companyId, new EntitlementQuestion(agentFocus, durationMs), context.RequestAborted);
        await Envelope.WriteAsync(context, "Billing entitlement fetched", json => Write(json, companyId, answer));
    }

    private static void Write(Utf8JsonWriter json, string companyId, Entitlement answer)
    {
        json.WriteStartObject();
        json.WriteString("companyId", companyId);
        json.WriteBoolean("allowed", answer.IsAllowed);
        json.WriteString("code", answer.Code);
        json.WriteString("billingSystem", answer.System is { } system ? UsageJson.Word(system) : null);
        ExactNumber.WriteQuantity(json, Quantity, answer.System ?? BillingSystem.Minutes, answer.Quantity);
        if (answer.RemainingMicro is { } remaining)
            PlanJson.WriteMicro(json, "remaining", remaining);
        else
            json.WriteNull("remaining");
        json.WriteEndObject();
    }

    private static long ReadDuration(QueryReader reader)
    {
        const string name = "durationSeconds", expected = "expected a number from 0 to 604800 with at most 3 fraction digits.";
        if (reader.Text(name, NumberLengthMax, expected) is not { } text)
        {
            if (!reader.IsBad(name))
                reader.Add(name, "needed. " + expected);
            return 0;
        }

        if (SixDigits.TryParseMilliseconds(Encoding.UTF8.GetBytes(text), out var ms) && ms is >= 0 and <= EventLimits.DurationMsMax)
            return ms;
        reader.Add(name, expected);
        return 0;
    }
}
