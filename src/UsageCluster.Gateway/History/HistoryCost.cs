using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.History;

/// <summary>What a use costs: its credits, or its minutes by their price.</summary>
internal static class HistoryCost
{
    private const long MsPerMinute = 60_000;

    /// <summary>Millionths of a credit or of a unit of money, rounded once, half away from zero; a price is never negative.</summary>
    public static long Micro(IUsagePrices prices, string companyId, BookedUse? use, Instant at)
    {
        if (use is null)
            return 0;
        if (use.Line.System == BillingSystem.Credits)
            return use.Quantity;
        var product = (Int128)use.Quantity * prices.MicroPerMinute(companyId, use.Line, at);
        return checked((long)((product + (MsPerMinute / 2)) / MsPerMinute));
    }
}
