using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Views;

/// <summary>Asks one silo for the figures of many companies by line and interval.</summary>
/// <param name="CompanyIds">The companies.</param>
/// <param name="Query">The query.</param>
public sealed record SiloLinesRequest(IReadOnlyList<string> CompanyIds, LinesQuery Query);
