using UsageCluster.Actors.Leases;
using UsageCluster.Gateway.Health;
using UsageCluster.Silo.Placement;

namespace UsageCluster.Silo.Hosting;

/// <summary>Whether the silo has joined, holds its lease and knows a silo for companies.</summary>
internal sealed class ClusterReady(IClusterMembershipService membership, ICompanyHomes homes, INodeLease lease) : IReadyCondition
{
    public string? Missing
    {
        get
        {
            if (membership.CurrentSnapshot.GetSiloStatus(homes.Here) != SiloStatus.Active)
                return "The silo is not a member of the cluster.";
            if (lease.Current is not { IsHeld: true })
                return "The silo holds no lease on the ledger.";
            return homes.Current.Count == 0 ? "No silo of the cluster hosts companies." : null;
        }
    }
}
