using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Walk;

/// <summary>What must hold of a company once all is said and done, by a naive fold over its ledger.</summary>
internal static class LedgerAudit
{
    public static async Task CheckAsync(RandomWalk walk)
    {
        CheckEntries(walk.Company);
        var recovered = await FiguresAsync(walk.Node);
        walk.Node.Snapshots[TestNode.Company] = null;
        var replayed = await FiguresAsync(walk.Node);
        var naive = NaiveFigures(walk.Company);
        Assert.Equal(naive, replayed);
        Assert.Equal(naive, recovered);
    }

    /// <summary>Each entry follows from the state that the entries before it make, and the row from all of them.</summary>
    private static void CheckEntries(CompanyRecord company)
    {
        var billing = BillingHistory.Empty;
        var overrides = PriceRuleSet.Empty;
        Instant? closedAt = null;
        for (var i = 0; i < company.Entries.Count; i++)
        {
            switch (company.Entries[i].Entry)
            {
                case SwitchEntry change:
                    Assert.NotSame(billing, billing = billing.Switch(change.At, change.System));
                    break;
                case ClosingEntry closing:
                    Assert.NotEqual(closedAt, closedAt = closing.ClosedAt);
                    break;
                case PriceOverrideEntry added:
                    Assert.Equal(overrides.Rules.Count(r => r.AgentFocus == added.Rule.AgentFocus) + 1, added.Rule.Version);
                    overrides = overrides.With(added.Rule);
                    break;
                case UsageEntry usage:
                    Assert.DoesNotContain("tried-", usage.Event.EventId, StringComparison.Ordinal);
                    Assert.Equal(billing.At(usage.Event.OccurredAt), usage.System);
                    Assert.False(usage.Event.OccurredAt >= closedAt);
                    Assert.Equal(Quantity(usage, company.Rates[i], overrides), usage.Quantity);
                    break;
            }
        }

        Assert.Equal(closedAt, company.Row.ClosedAt);
        Assert.Equal(billing.Periods[^1], new BillingPeriod(company.Row.BillingSystemSince, company.Row.BillingSystem));
    }

    private static long Quantity(UsageEntry usage, RateBook rates, PriceRuleSet overrides)
    {
        if (usage.Event.IsTest)
            return 0;
        if (usage.System == BillingSystem.Minutes)
            return usage.Event.DurationMs;
        return Rating.CreditsMicro(rates.Find(overrides, usage.Event.AgentFocus, usage.Event.OccurredAt)!.Value.Rule, usage.Event.DurationMs);
    }

    private static async Task<List<string>> FiguresAsync(TestNode node)
    {
        var actor = node.NewActor();
        await actor.ActivateAsync(CancellationToken.None);
        return
        [
            .. TestNode.Report(actor.View).Systems
                .SelectMany(s => s.Buckets, (s, b) => $"{s.System} {b.CostKey} {b.Events} {b.Interviews} {b.Quantity}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static List<string> NaiveFigures(CompanyRecord company) =>
    [
        .. company.Events.Values
            .Where(e => !e.Event.IsTest)
            .GroupBy(e => (e.System, e.Event.CostKey))
            .Select(g => $"{g.Key.System} {g.Key.CostKey} {g.Count()} {g.Count(e => e.CountsAsInterview)} {g.Sum(e => e.Quantity)}")
            .Order(StringComparer.Ordinal),
    ];
}
