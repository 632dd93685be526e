using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Reports;

/// <summary>All of a run.</summary>
internal sealed record SoakReport(SoakOptions Options, IReadOnlyList<StoreReport> Stores)
{
    public bool Passed => Stores.All(s => s.Reasons.Count == 0);
}
