using UsageCluster.Actors.Leases;
using UsageCluster.Gateway.Health;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Without a lease the node answers for no company.</summary>
public sealed class LeaseReady(INodeLease lease) : IReadyCondition
{
    /// <inheritdoc />
    public string? Missing => lease.Current is { IsHeld: true } ? null : "The node holds no lease on the ledger.";
}
