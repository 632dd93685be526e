using UsageCluster.Core.Reports;

namespace UsageCluster.Core.Books;

/// <summary>A report with the ranges for which it holds. Immutable, so that readers can hand it to each other.</summary>
internal sealed class KeptReport(CompanyReport report, ReportWindow window)
{
    /// <summary>The report.</summary>
    public CompanyReport Report { get; } = report;

    /// <summary>The ranges.</summary>
    public ReportWindow Window { get; } = window;
}
