using Orleans.Storage;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Silo.Snapshots;

namespace UsageCluster.Silo.Companies;

/// <summary>What the companies of this silo share.</summary>
internal sealed class CompanyNode(
    CompanyServices services, [FromKeyedServices(GrainSnapshots.ProviderName)] IGrainStorage storage, ControlPlane control, CompanyRegistry registry,
    ActivationGate gate)
{
    /// <summary>The control plane's cache.</summary>
    public ControlPlane Control => control;

    /// <summary>The active companies.</summary>
    public CompanyRegistry Registry => registry;

    /// <summary>Where activations wait for their turn.</summary>
    public ActivationGate Gate => gate;

    /// <summary>An actor for a new activation.</summary>
    public CompanyActor NewActor(string companyId) =>
        new(companyId, services with { Snapshots = new GrainSnapshots(storage) });
}
