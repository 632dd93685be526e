using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Gateway.Monthly;

namespace UsageCluster.Gateway.History;

/// <summary>What a use costs: its credits, or its minutes by the price of monthly rows.</summary>
internal static class HistoryCost
{
    /// <summary>Millionths of a credit or of a unit of money, rounded once, half away from zero; 0 for no use.</summary>
    public static long Micro(MonthlyPrices prices, HistoryRow row, BookedUse? use) => use switch
    {
        null => 0,
        { Line.System: BillingSystem.Credits } => use.Quantity,
        _ => prices.Of(use.Line, row.PlanId, row.OccurredAt).AmountMicro(new LineSums(1, 0, use.Quantity)),
    };
}
