using UsageCluster.Cli.Auditing;

namespace UsageCluster.Cli.Replaying;

/// <summary>What came of a replay.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Version">The version that it was replayed up to.</param>
/// <param name="LedgerFault">What is off in the ledger itself: nothing was compared; null: nothing is.</param>
/// <param name="Unused">Snapshots that no server takes, in words each.</param>
/// <param name="Comparisons">Each with what the ledger was held against.</param>
internal sealed record Replay(string CompanyId, long Version, Fault? LedgerFault, IReadOnlyList<string> Unused, IReadOnlyList<Comparison> Comparisons)
{
    /// <summary>Whether all is well.</summary>
    public bool IsWell => LedgerFault is null && Comparisons.All(c => c.Agrees);
}
