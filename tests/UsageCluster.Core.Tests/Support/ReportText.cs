using UsageCluster.Core.Reports;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Reports as text, for comparison by value and for messages that tell what differs.</summary>
internal static class ReportText
{
    public static string Of(CompanyReport report) => Of(report.Systems);

    public static string Of(IEnumerable<SystemReport> systems) => string.Join(" | ", systems.Select(s =>
        $"{s.System} {s.Quantity} {s.Interviews} [{string.Join(", ", s.Buckets.Select(b => $"{b.CostKey} {b.Events} {b.Interviews} {b.Quantity}"))}]"));

    public static string Of(MergedTotals totals) =>
        $"{totals.MinutesMs} {totals.CreditsMicro} {totals.Interviews} "
        + $"[{string.Join(", ", totals.Buckets.Select(b => $"{b.CostKey} {b.Events} {b.MinutesMs} {b.CreditsMicro}"))}]";
}
