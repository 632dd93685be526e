using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;

namespace UsageCluster.Cli.Auditing;

/// <summary>Plain sums of one range, by billing system and cost key.</summary>
internal sealed class RangeSums
{
    private readonly Dictionary<(BillingSystem System, string CostKey), (long Events, long Interviews, Int128 Quantity)> _sums = [];

    public void Add(BillingSystem system, string costKey, long events, long interviews, Int128 quantity)
    {
        var sum = _sums.GetValueOrDefault((system, costKey));
        _sums[(system, costKey)] = (sum.Events + events, sum.Interviews + interviews, sum.Quantity + quantity);
    }

    /// <summary>How a report of the range differs, in words; null: it does not.</summary>
    public string? DifferenceFrom(CompanyReport report)
    {
        var reported = 0;
        foreach (var system in report.Systems)
        {
            var (quantity, interviews) = ((Int128)0, 0L);
            foreach (var bucket in system.Buckets)
            {
                var sum = _sums.GetValueOrDefault((system.System, bucket.CostKey));
                if (sum != (bucket.Events, bucket.Interviews, bucket.Quantity))
                {
                    return $"has {bucket.Events} events, {bucket.Interviews} interviews and {bucket.Quantity} of {bucket.CostKey} ({system.System}); "
                        + $"the entries make {sum.Events}, {sum.Interviews} and {sum.Quantity}";
                }

                quantity += bucket.Quantity;
                interviews += bucket.Interviews;
                reported++;
            }

            if (quantity != system.Quantity || interviews != system.Interviews)
                return $"has {system.Quantity} and {system.Interviews} interviews in all ({system.System}); its cost keys make {quantity} and {interviews}";
        }

        // Cost keys whose every event was voided are in no report.
        var summed = _sums.Count(s => s.Value.Events != 0);
        return summed == reported ? null : $"has {reported} cost keys; the entries make {summed}";
    }
}
