using Orleans.Runtime.Placement;

namespace UsageCluster.Silo.Placement;

/// <summary>Answers where a company is to be activated.</summary>
internal sealed class RendezvousDirector : IPlacementDirector
{
    private volatile HostingSilos? _last;

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        // Throws where there is none.
        var silos = context.GetCompatibleSilos(target);
        if (_last is not { } hosts || !hosts.IsOf(silos))
            _last = hosts = new HostingSilos(silos);
        return Task.FromResult(hosts.HomeOf(target.GrainIdentity.Key.ToString()!)!);
    }
}
