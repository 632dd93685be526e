using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Views;

/// <summary>What a silo says about one company.</summary>
public readonly record struct SiloReport
{
    /// <summary>No view here.</summary>
    public static readonly SiloReport NotHere;

    /// <summary>What the caller knows still holds.</summary>
    public static readonly SiloReport Unchanged = new(SiloReportKind.Unchanged, null);

    private SiloReport(SiloReportKind kind, CompanyReport? report)
    {
        Kind = kind;
        Report = report;
    }

    /// <summary>What is said.</summary>
    public SiloReportKind Kind { get; }

    /// <summary>The report; null unless <see cref="Kind"/> says that there is one.</summary>
    public CompanyReport? Report { get; }

    /// <summary>A report.</summary>
    public static SiloReport Of(CompanyReport report) => new(SiloReportKind.Report, report);
}
