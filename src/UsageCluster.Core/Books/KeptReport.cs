using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>A report with the ranges for which it holds. Immutable, so that readers can hand it to each other.</summary>
internal sealed class KeptReport(CompanyReport report, ReportWindow window)
{
    private readonly ReportWindow _window = window;

    /// <summary>The report.</summary>
    public CompanyReport Report { get; } = report;

    /// <summary>The ranges of which it is the report.</summary>
    public ref readonly ReportWindow Window => ref _window;

    /// <summary>Whether it is the report of a range.</summary>
    public bool Holds(TimeRange range) => _window.Holds(range);
}
