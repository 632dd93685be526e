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

    /// <summary>Adds the sums of another company.</summary>
    public void Add(RangeSums other)
    {
        foreach (var ((system, costKey), sum) in other._sums)
            Add(system, costKey, sum.Events, sum.Interviews, sum.Quantity);
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
                    return Words(system.System, bucket.CostKey, (bucket.Events, bucket.Interviews, bucket.Quantity), sum);

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

    /// <summary>How the lines of the range differ when they are added up, in words; null: they do not.</summary>
    public string? DifferenceFrom(CompanyLines lines)
    {
        var added = new RangeSums();
        foreach (var line in lines.Lines)
        {
            foreach (var point in line.Points)
                added.Add(line.Key.System, line.Key.CostKey, point.Sums.Events, point.Sums.Interviews, point.Sums.Quantity);
        }

        foreach (var (system, costKey) in _sums.Keys.Union(added._sums.Keys).Order())
        {
            var (right, made) = (_sums.GetValueOrDefault((system, costKey)), added._sums.GetValueOrDefault((system, costKey)));
            if (right != made)
                return Words(system, costKey, made, right);
        }

        return null;
    }

    /// <summary>How totals of several companies differ, in words; null: they do not.</summary>
    public string? DifferenceFrom(MergedTotals totals)
    {
        foreach (var bucket in totals.Buckets)
        {
            var (minutes, credits) = (_sums.GetValueOrDefault((BillingSystem.Minutes, bucket.CostKey)), _sums.GetValueOrDefault((BillingSystem.Credits, bucket.CostKey)));
            if (bucket.Events != minutes.Events + credits.Events || bucket.MinutesMs != Of(minutes) || bucket.CreditsMicro != Of(credits))
            {
                return $"has {bucket.Events} events, {bucket.MinutesMs ?? 0} ms and {bucket.CreditsMicro ?? 0} millionths of a credit of {bucket.CostKey}; "
                    + $"the entries make {minutes.Events + credits.Events}, {minutes.Quantity} and {credits.Quantity}";
            }
        }

        var summed = _sums.Where(s => s.Value.Events != 0).Select(s => s.Key.CostKey).Distinct(StringComparer.Ordinal).Count();
        if (summed != totals.Buckets.Count)
            return $"has {totals.Buckets.Count} cost keys; the entries make {summed}";
        var (ofMinutes, ofCredits) = (QuantityOf(BillingSystem.Minutes), QuantityOf(BillingSystem.Credits));
        var interviews = _sums.Values.Sum(s => s.Interviews);
        return (totals.MinutesMs ?? 0) == ofMinutes && (totals.CreditsMicro ?? 0) == ofCredits && totals.Interviews == interviews
            ? null
            : $"has {totals.MinutesMs ?? 0} ms, {totals.CreditsMicro ?? 0} millionths of a credit and {totals.Interviews} interviews in all; "
                + $"the entries make {ofMinutes}, {ofCredits} and {interviews}";

        static Int128? Of((long Events, long Interviews, Int128 Quantity) sum) => sum.Events == 0 ? null : sum.Quantity;
    }

    private Int128 QuantityOf(BillingSystem system) =>
        _sums.Where(s => s.Key.System == system).Aggregate((Int128)0, (quantity, s) => quantity + s.Value.Quantity);

    private static string Words(
        BillingSystem system, string costKey, (long Events, long Interviews, Int128 Quantity) made, (long Events, long Interviews, Int128 Quantity) right) =>
        $"has {made.Events} events, {made.Interviews} interviews and {made.Quantity} of {costKey} ({system}); "
        + $"the entries make {right.Events}, {right.Interviews} and {right.Quantity}";
}
