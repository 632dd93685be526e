using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.Checks;

/// <summary>The report of a range as a plain loop over all that a ledger adds up to: one loop and no index.</summary>
internal static class NaiveFigures
{
    /// <summary>How a report differs from what it must be; null: in nothing.</summary>
    public static string? Difference(CompanyModel model, CompanyReport report, TimeRange range)
    {
        var expected = Lines(model, report.Version, range);
        var actual = report.Systems.SelectMany(Lines).ToList();
        return expected.SequenceEqual(actual, StringComparer.Ordinal)
            ? null
            : $"{report.CompanyId} at version {report.Version}, {range.Start} to {range.End}: reported [{string.Join("; ", actual)}], "
                + $"the ledger comes to [{string.Join("; ", expected)}]";
    }

    private static List<string> Lines(CompanyModel model, long version, TimeRange range)
    {
        var buckets = new SortedDictionary<(BillingSystem System, string CostKey), (long Events, long Interviews, long Quantity)>(
            Comparer<(BillingSystem System, string CostKey)>.Create(static (a, b) =>
                a.System != b.System ? a.System.CompareTo(b.System) : string.CompareOrdinal(a.CostKey, b.CostKey)));
        foreach (var use in model.Uses)
        {
            if (use.Version > version || !range.Contains(use.At))
                continue;
            var key = (use.Line.System, use.Line.CostKey);
            var (events, interviews, quantity) = buckets.GetValueOrDefault(key);
            buckets[key] = (events + use.Events, interviews + use.Interviews, checked(quantity + use.Quantity));
        }

        var used = buckets.Where(b => b.Value.Events != 0).ToArray();
        var lines = new List<string>();
        foreach (var system in Systems(model.PeriodsAt(version), range, [.. used.Select(b => b.Key.System)]))
        {
            var own = used.Where(b => b.Key.System == system).ToArray();
            lines.Add($"{system} {own.Sum(b => b.Value.Quantity)} {own.Sum(b => b.Value.Interviews)}");
            lines.AddRange(own.Select(b => $"{b.Key.CostKey} {b.Value.Events} {b.Value.Interviews} {b.Value.Quantity}"));
        }

        return lines;
    }

    /// <summary>Domain rule 5: what was in force in the range, the last first, then what was only used in it; where neither, the first system.</summary>
    private static List<BillingSystem> Systems(IReadOnlyList<BillingPeriod> periods, TimeRange range, HashSet<BillingSystem> used)
    {
        var systems = new List<BillingSystem>();
        for (var i = periods.Count - 1; i >= 0; i--)
        {
            var end = i + 1 < periods.Count ? periods[i + 1].Since : Instant.Latest;
            if (periods[i].Since < range.End && end > range.Start && !systems.Contains(periods[i].System))
                systems.Add(periods[i].System);
        }

        foreach (var system in new[] { BillingSystem.Minutes, BillingSystem.Credits })
        {
            if (used.Contains(system) && !systems.Contains(system))
                systems.Add(system);
        }

        return systems.Count > 0 ? systems : [periods.Count > 0 ? periods[0].System : BillingSystem.Minutes];
    }

    private static IEnumerable<string> Lines(SystemReport system) =>
    [
        $"{system.System} {system.Quantity} {system.Interviews}",
        .. system.Buckets.Select(b => $"{b.CostKey} {b.Events} {b.Interviews} {b.Quantity}"),
    ];
}
