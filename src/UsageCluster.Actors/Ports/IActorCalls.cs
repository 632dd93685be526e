using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ports;

/// <summary>How an ATS actor reaches companies' actors, wherever they are.</summary>
public interface IActorCalls
{
    /// <summary>
    /// The companies as groups of positions in <paramref name="companyIds"/>, one group per node (and per bound of a call); each position stands in
    /// exactly one group. Empty: one node has them all.
    /// </summary>
    IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds);

    /// <summary>
    /// The reports of these companies, in their order, each reflecting every event acknowledged before the call. Throws
    /// (<see cref="RetryableException"/>) if one of them fails: never a short answer.
    /// </summary>
    ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken);
}
