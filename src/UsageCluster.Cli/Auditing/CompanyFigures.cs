using UsageCluster.Core.Reports;

namespace UsageCluster.Cli.Auditing;

/// <summary>A company's figures of all time, twice.</summary>
/// <param name="Report">As its books make them.</param>
/// <param name="Sums">As its entries add up.</param>
internal sealed record CompanyFigures(CompanyReport Report, RangeSums Sums);
