using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Companies;

/// <summary>What every company's actor of a node shares.</summary>
/// <param name="Lease">The node's lease over the ledger.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Snapshots">Where snapshots are kept.</param>
/// <param name="Commit">The node's group commit over the same ledger.</param>
/// <param name="Rates">General rules and catalogue, cached.</param>
/// <param name="Companies">Companies' rows, not cached.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">Bounds.</param>
/// <param name="Logger">The log.</param>
public sealed record CompanyServices(
    INodeLease Lease,
    ILedger Ledger,
    ISnapshots Snapshots,
    GroupCommit Commit,
    IRates Rates,
    ICompanyRows Companies,
    TimeProvider Time,
    CompanyActorOptions Options,
    ILogger Logger)
{
    /// <summary>What activations that may not acknowledge yet ask together.</summary>
    internal AckPolls AckPolls { get; } = new(Ledger, Commit.Home, Options, Time);
}
