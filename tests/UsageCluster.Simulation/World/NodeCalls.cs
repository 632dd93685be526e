using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.World;

/// <summary>How an ATS's actor on one node reaches companies on all of them.</summary>
internal sealed class NodeCalls(Cluster cluster, Node node, NodeProcess process) : IActorCalls
{
    public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds) =>
    [
        .. Enumerable.Range(0, companyIds.Count).GroupBy(i => cluster.HomeOf(companyIds[i]).No).OrderBy(g => g.Key).Select(g => g.ToArray()),
    ];

    public async ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
    {
        var home = cluster.HomeOf(companyIds[0]);
        return home == node
            ? await ReportAsync(process, companyIds, range)
            : await cluster.Network.CallAsync(home, p => ReportAsync(p, companyIds, range));
    }

    private static async Task<IReadOnlyList<CompanyReport>> ReportAsync(NodeProcess at, IReadOnlyList<string> companyIds, TimeRange range)
    {
        var reports = new CompanyReport[companyIds.Count];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = await at.ReportAsync(companyIds[i], range);
        return reports;
    }
}
