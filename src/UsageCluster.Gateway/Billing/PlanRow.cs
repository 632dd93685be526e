using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Billing;

/// <summary>A company's plan in a month, with the price rules that apply.</summary>
internal sealed class PlanRow(string companyId, PlanMonth figures, IReadOnlyList<(PriceRule Rule, bool IsOverride)> rules)
{
    private static readonly JsonEncodedText Used = JsonEncodedText.Encode("used");

    /// <summary>The row; null if no part of the month is under a plan.</summary>
    public static async Task<PlanRow?> ReadAsync(
        IUsageClient usage, ControlPlane control, string companyId, CalendarMonth month, Instant now, CancellationToken cancellationToken)
    {
        var figures = await PlanFigures.ReadAsync(usage, control, companyId, month, now, cancellationToken);
        return figures.Month is null ? null : new PlanRow(companyId, figures.Month, Rules(figures.Settings, figures.Rates, Within(month, now)));
    }

    /// <summary>Writes the object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        var plan = figures.Plan;
        json.WriteStartObject();
        json.WriteString("companyId", companyId);
        json.WriteString("planId", plan.PlanId);
        json.WriteString("name", plan.Name);
        json.WriteNumber("version", plan.Version);
        json.WriteString("billingSystem", UsageJson.Word(plan.Unit));
        json.WriteStartObject("period");
        WriteRange(json, figures.Month.Range);
        json.WriteEndObject();
        PlanJson.WriteMicro(json, "included", figures.IncludedMicro);
        ExactNumber.WriteQuantity(json, Used, plan.Unit, figures.Used);
        PlanJson.WriteMicro(json, "remaining", figures.RemainingMicro);
        PlanJson.WriteMicro(json, "overage", figures.OverageMicro);
        PlanJson.WriteMicro(json, plan.Unit == BillingSystem.Minutes ? "pricePerMinute" : "pricePerCredit", plan.PriceMicro);
        PlanJson.WriteMicro(json, "fee", figures.FeeMicro);
        PlanJson.WriteMicro(json, "overageCost", figures.OverageCostMicro);
        json.WriteString("currency", plan.Currency);
        PlanJson.WriteMicro(json, "projectedCost", figures.ProjectedCostMicro);
        json.WriteStartArray("priceRules");
        foreach (var (rule, isOverride) in rules)
            WriteRule(json, rule, isOverride);
        json.WriteEndArray();
        PlanJson.WriteFlags(json, plan);
        json.WriteStartArray("stretches");
        foreach (var stretch in figures.Stretches)
        {
            json.WriteStartObject();
            WriteRange(json, stretch.Range);
            json.WriteString("planId", stretch.Plan.PlanId);
            json.WriteNumber("version", stretch.Plan.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The rule that an event of each focus at the instant would be rated by; none where events are booked in minutes.</summary>
    private static List<(PriceRule Rule, bool IsOverride)> Rules(CompanySettings settings, RateBook rates, Instant at)
    {
        if (settings.Billing.At(at) != BillingSystem.Credits)
            return [];
        var rules = new List<(PriceRule, bool)>();
        var foci = settings.PriceOverrides.Rules.Concat(rates.GeneralRules.Rules).Select(r => r.AgentFocus).Distinct().Order(StringComparer.Ordinal);
        foreach (var focus in foci)
        {
            if (rates.Find(settings.PriceOverrides, focus, at) is { } found && found.Rule.AgentFocus == focus)
                rules.Add((found.Rule, found.Ref.OfCompany));
        }

        return rules;
    }

    private static Instant Within(CalendarMonth month, Instant now)
    {
        var last = month.End.Plus(TimeSpan.FromTicks(-1));
        return now < month.Start ? month.Start : now > last ? last : now;
    }

    private static void WriteRange(Utf8JsonWriter json, TimeRange range)
    {
        json.WriteString("start", range.Start.ToString());
        json.WriteString("end", range.End.ToString());
    }

    private static void WriteRule(Utf8JsonWriter json, PriceRule rule, bool isOverride)
    {
        json.WriteStartObject();
        json.WriteString("agentFocus", rule.AgentFocus);
        json.WriteBoolean("override", isOverride);
        PlanJson.WriteMicro(json, "baseCost", rule.BaseCostMicro);
        PlanJson.WriteMicro(json, "includedMinutes", rule.IncludedMinutesMicro);
        PlanJson.WriteMicro(json, "costPerMinute", rule.CostPerMinuteMicro);
        json.WriteString("effectiveFrom", rule.EffectiveFrom == Instant.Always ? null : rule.EffectiveFrom.ToString());
        json.WriteNumber("version", rule.Version);
        json.WriteEndObject();
    }
}
