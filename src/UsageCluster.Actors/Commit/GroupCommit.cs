using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Commit;

/// <summary>
/// Merges the appends of a node's companies into few statements of the ledger. Safe for concurrent callers. What waits is bounded by
/// the companies: each has at most one append here.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="home">Where its lanes run: apart from the callers' turns. A plain <see cref="SynchronizationContext"/> is the thread pool.</param>
/// <param name="options">Bounds.</param>
public sealed class GroupCommit(ILedger ledger, SynchronizationContext home, GroupCommitOptions options)
{
    /// <summary>Appends one company's entries; see <see cref="ILedger.AppendAsync"/>, whose exceptions fail every request of the statement.</summary>
    public Task<AppendResult> AppendAsync(AppendRequest request) => throw new NotSupportedException($"{ledger} {home} {options}");
}
