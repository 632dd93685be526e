using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Views;

/// <summary>
/// Reports that the caller already holds, so that they need not be sent again. To be forgotten with every other view when the node's lease
/// ends: after a restored database a version may stand for other entries.
/// </summary>
/// <param name="Range">The range for which it holds them.</param>
/// <param name="Versions">
/// For each company of the request the <see cref="CompanyReport.Version"/> of the report held; <see cref="NoReport"/>: none.
/// </param>
public sealed record KnownReports(TimeRange Range, IReadOnlyList<long> Versions)
{
    /// <summary>In place of a version: nothing is held.</summary>
    public const long NoReport = -1;
}
