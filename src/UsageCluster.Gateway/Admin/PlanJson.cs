using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Admin;

/// <summary>A version of a plan as the administration writes it.</summary>
internal static class PlanJson
{
    /// <summary>The fields of its PUT (increment and limit null where absent), then <c>version</c> and <c>since</c> (null: always).</summary>
    public static string Whole(PlanVersion plan) => AdminAnswer.Write(json =>
    {
        var word = plan.Unit == BillingSystem.Minutes ? "Minute" : "Credit";
        json.WriteString("planId", plan.PlanId);
        json.WriteString("name", plan.Name);
        WriteMicro(json, "monthlyFee", plan.MonthlyFeeMicro);
        json.WriteString("currency", plan.Currency);
        WriteMicro(json, $"included{word}s", plan.IncludedMicro);
        WriteMicro(json, "pricePer" + word, plan.PriceMicro);
        if (plan.BillingIncrementSeconds is { } increment)
            json.WriteNumber("billingIncrementSeconds", increment);
        else
            json.WriteNull("billingIncrementSeconds");
        if (plan.LimitMicro is { } limit)
            WriteMicro(json, "limit", limit);
        else
            json.WriteNull("limit");
        WriteFlags(json, plan);
        json.WriteNumber("version", plan.Version);
        json.WriteString("since", plan.Since == Instant.Always ? null : plan.Since.ToString());
    });

    /// <summary><c>featureFlags</c>: an object of booleans.</summary>
    public static void WriteFlags(Utf8JsonWriter json, PlanVersion plan)
    {
        json.WriteStartObject("featureFlags");
        foreach (var flag in plan.FeatureFlags)
            json.WriteBoolean(flag.Name, flag.IsOn);
        json.WriteEndObject();
    }

    /// <summary>An amount in millionths as a decimal number.</summary>
    public static void WriteMicro(Utf8JsonWriter json, string name, long micro)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        json.WritePropertyName(name);
        // Money and minutes, as credits, are counted in millionths here.
        json.WriteRawValue(digits[..SixDigits.Format(BillingSystem.Credits, micro, digits)], skipInputValidation: true);
    }
}
