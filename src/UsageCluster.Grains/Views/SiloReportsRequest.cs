using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Views;

/// <summary>Asks one silo for the reports of many companies.</summary>
/// <param name="CompanyIds">The companies.</param>
/// <param name="Range">The range.</param>
/// <param name="Known">What the caller already holds, with as many versions as there are companies; null: nothing.</param>
public sealed record SiloReportsRequest(IReadOnlyList<string> CompanyIds, TimeRange Range, KnownReports? Known = null)
{
    /// <summary>What to answer for the company at a position, of which the silo holds this view.</summary>
    public SiloReport Answer(int position, CompanyView view)
    {
        var report = view.Report(Range);
        return Known is { } known && known.Versions[position] == report.Version
            && (known.Range == Range || ReferenceEquals(view.Report(known.Range), report))
            ? SiloReport.Unchanged
            : SiloReport.Of(report);
    }
}
