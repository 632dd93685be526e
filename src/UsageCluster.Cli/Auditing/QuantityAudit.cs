using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

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

    /// <summary>Why the quantity of a use at an instant cannot be right; null: it can.</summary>
    public async ValueTask<string?> FaultOfAsync(Instant at, BookedUse use, bool isTest, CancellationToken cancellationToken)
    {
        if (isTest)
            return use.Quantity == 0 ? null : $"a test is booked with {use.Quantity}";
        if (use.DurationMs < 0)
            return $"the duration is {use.DurationMs} ms";
        return use.Line.System switch
        {
            BillingSystem.Minutes when _plans.At(at) is { } planId =>
                await rates.FaultOfAsync(known => FaultOfMinutes(use, known.Plans.Versions(planId)), cancellationToken),
            BillingSystem.Minutes => use.Quantity == use.DurationMs ? null : FaultOfMinutes(use),
            BillingSystem.Credits => await FaultOfCreditsAsync(use, cancellationToken),
            _ => $"there is no billing system {(int)use.Line.System}",
        };
    }

    // Any version of the plan will do: which one was in force when the event was booked is not kept.
    private static string? FaultOfMinutes(BookedUse use, IReadOnlyList<PlanVersion> versions)
    {
        foreach (var version in versions)
        {
            try
            {
                if (version.BookedMs(use.DurationMs) == use.Quantity)
                    return null;
            }
            catch (OverflowException)
            {
                // Then this version did not book it.
            }
        }

        return FaultOfMinutes(use);
    }

    private static string FaultOfMinutes(BookedUse use) => $"{use.DurationMs} ms are booked as {use.Quantity} ms";

    private async ValueTask<string?> FaultOfCreditsAsync(BookedUse use, CancellationToken cancellationToken)
    {
        if (use.Rule is not { } used)
            return "no price rule is booked with it";
        var focus = used.AnyFocus ? PriceRule.AnyFocus : use.Line.AgentFocus ?? "";
        if (used.OfCompany)
            return FaultOfCredits(use, _overrides.GetValueOrDefault((focus, used.Version)), "of the company's own");
        return await rates.FaultOfAsync(
            known => FaultOfCredits(use, known.GeneralRules.Rules.FirstOrDefault(r => r.Version == used.Version && r.AgentFocus == focus), "among the general ones"),
            cancellationToken);
    }

    private static string? FaultOfCredits(BookedUse use, PriceRule? rule, string where)
    {
        if (rule is null)
            return $"the price rule that it was rated by is not {where}";
        try
        {
            var right = Rating.CreditsMicro(rule, use.DurationMs);
            return right == use.Quantity ? null : $"{use.Quantity} millionths of a credit are booked, and its rule makes {right}";
        }
        catch (OverflowException)
        {
            return "its price rule makes more credits than can be booked";
        }
    }
}
