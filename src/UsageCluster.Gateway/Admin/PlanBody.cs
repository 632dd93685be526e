using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Currencies;

namespace UsageCluster.Gateway.Admin;

/// <summary>The body of <c>PUT /admin/plans/{planId}</c>.</summary>
internal static class PlanBody
{
    private const int FlagsMax = 100;

    /// <summary>The version that is asked for; its number and beginning are for the caller to set.</summary>
    public static PlanVersion Read(FieldReader fields, string planId)
    {
        var name = fields.Name("name");
        var fee = fields.Micro("monthlyFee");
        var currency = fields.Text("currency", required: true, CurrencyList.Contains, "expected a currency of ISO 4217 (see /billing/currencies).");
        var unit = fields.Has("includedCredits") || (fields.Has("pricePerCredit") && !fields.Has("includedMinutes"))
            ? BillingSystem.Credits
            : BillingSystem.Minutes;
        var (word, other) = unit == BillingSystem.Minutes ? ("Minute", "Credit") : ("Credit", "Minute");
        var included = fields.Micro($"included{word}s");
        var price = fields.Micro("pricePer" + word);
        fields.Forbid($"included{other}s", $"a plan includes either minutes or credits, and this one has included{word}s.");
        fields.Forbid("pricePer" + other, $"a plan that includes {word.ToLowerInvariant()}s has pricePer{word}.");
        var increment = fields.Integer("billingIncrementSeconds", required: false, 1, PlanVersion.IncrementSecondsMax);
        var limit = fields.Micro("limit", required: false);
        var flags = fields.Flags("featureFlags", FlagsMax);
        fields.ThrowIfBad();
        return new PlanVersion
        {
            PlanId = planId,
            Version = 1,
            Since = Instant.Always,
            Name = name!,
            MonthlyFeeMicro = fee!.Value,
            Currency = currency!,
            Unit = unit,
            IncludedMicro = included!.Value,
            PriceMicro = price!.Value,
            BillingIncrementSeconds = increment,
            LimitMicro = limit,
            FeatureFlags = [.. flags.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new PlanFlag(f.Key, f.Value))],
        };
    }
}
