using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.TestKit.Audit;

/// <summary>Figures of a company as plain sums over its ledger, one loop and no index.</summary>
/// <param name="Events">Events by billing system and cost key.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit, by the same.</param>
/// <param name="Interviews">How many of them count as interviews, by billing system.</param>
public sealed record NaiveFigures(
    IReadOnlyDictionary<(BillingSystem System, string CostKey), long> Events,
    IReadOnlyDictionary<(BillingSystem System, string CostKey), long> Quantity,
    IReadOnlyDictionary<BillingSystem, long> Interviews)
{
    /// <summary>The figures of the range.</summary>
    public static NaiveFigures Of(AuditedCompany company, TimeRange range)
    {
        Dictionary<(BillingSystem, string), long> events = [];
        Dictionary<(BillingSystem, string), long> quantity = [];
        Dictionary<BillingSystem, long> interviews = [];
        foreach (var entry in company.Events.Where(e => !e.Event.IsTest && range.Contains(e.Event.OccurredAt)))
        {
            var key = (entry.System, entry.Event.CostKey);
            events[key] = events.GetValueOrDefault(key) + 1;
            quantity[key] = checked(quantity.GetValueOrDefault(key) + entry.Quantity);
            if (entry.CountsAsInterview)
                interviews[entry.System] = interviews.GetValueOrDefault(entry.System) + 1;
        }

        return new NaiveFigures(events, quantity, interviews);
    }
}
