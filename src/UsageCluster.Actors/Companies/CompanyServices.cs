using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Companies;

/// <summary>What every company's actor of a node shares.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Snapshots">Where snapshots are kept.</param>
/// <param name="Commit">The node's group commit over the same ledger.</param>
/// <param name="Rates">General rules and catalogue, cached.</param>
/// <param name="Companies">Companies' rows, not cached.</param>
/// <param name="Time">The clock.</param>
/// <param name="Options">Bounds.</param>
/// <param name="Logger">The log.</param>
public sealed record CompanyServices(
    ILedger Ledger,
    ISnapshots Snapshots,
    GroupCommit Commit,
    IRates Rates,
    ICompanyRows Companies,
    TimeProvider Time,
    CompanyActorOptions Options,
    ILogger Logger);
