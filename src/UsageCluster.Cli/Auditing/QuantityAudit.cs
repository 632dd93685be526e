using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Cli.Auditing;

/// <summary>What an event may be booked with (domain rules 2, 3 and 7).</summary>
internal sealed class QuantityAudit(StoredRates rates)
{
    private readonly Dictionary<(string Focus, int Version), PriceRule> _overrides = [];
    private PlanHistory _plans = PlanHistory.Empty;

    /// <summary>Takes in what later entries are booked by.</summary>
    public void Add(LedgerEntry entry)
    {
        if (entry is PriceOverrideEntry { Rule: var rule })
            _overrides[(rule.AgentFocus, rule.Version)] = rule;
        else if (entry is PlanAssignmentEntry assignment)
            _plans = _plans.Assign(assignment.PlanId, assignment.Since);
    }

    /// <summary>Why the quantity cannot be right; null: it can.</summary>
    public async ValueTask<string?> FaultOfAsync(UsageEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Event.IsTest)
            return entry.Quantity == 0 ? null : $"a test is booked with {entry.Quantity}";
        if (entry.Event.DurationMs < 0)
            return $"the duration is {entry.Event.DurationMs} ms";
        return entry.System switch
        {
            BillingSystem.Minutes when _plans.At(entry.Event.OccurredAt) is { } planId =>
                await rates.FaultOfAsync(known => FaultOfMinutes(entry, known.Plans.Versions(planId)), cancellationToken),
            BillingSystem.Minutes => entry.Quantity == entry.Event.DurationMs ? null : FaultOfMinutes(entry),
            BillingSystem.Credits => await FaultOfCreditsAsync(entry, cancellationToken),
            _ => $"there is no billing system {(int)entry.System}",
        };
    }

    // Any version of the plan will do: which one was in force when the event was booked is not kept.
    private static string? FaultOfMinutes(UsageEntry entry, IReadOnlyList<PlanVersion> versions)
    {
        foreach (var version in versions)
        {
            try
            {
                if (version.BookedMs(entry.Event.DurationMs) == entry.Quantity)
                    return null;
            }
            catch (OverflowException)
            {
                // Then this version did not book it.
            }
        }

        return FaultOfMinutes(entry);
    }

    private static string FaultOfMinutes(UsageEntry entry) => $"{entry.Event.DurationMs} ms are booked as {entry.Quantity} ms";

    private async ValueTask<string?> FaultOfCreditsAsync(UsageEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Rule is not { } used)
            return "no price rule is booked with it";
        var focus = used.AnyFocus ? PriceRule.AnyFocus : entry.Event.AgentFocus ?? "";
        if (used.OfCompany)
            return FaultOfCredits(entry, _overrides.GetValueOrDefault((focus, used.Version)), "of the company's own");
        return await rates.FaultOfAsync(
            known => FaultOfCredits(entry, known.GeneralRules.Rules.FirstOrDefault(r => r.Version == used.Version && r.AgentFocus == focus), "among the general ones"),
            cancellationToken);
    }

    private static string? FaultOfCredits(UsageEntry entry, PriceRule? rule, string where)
    {
        if (rule is null)
            return $"the price rule that it was rated by is not {where}";
        try
        {
            var right = Rating.CreditsMicro(rule, entry.Event.DurationMs);
            return right == entry.Quantity ? null : $"{entry.Quantity} millionths of a credit are booked, and its rule makes {right}";
        }
        catch (OverflowException)
        {
            return "its price rule makes more credits than can be booked";
        }
    }
}
