namespace UsageCluster.Silo.Placement;

/// <summary>Places a company on the silo that the rendezvous hash of its id names among those that host companies.</summary>
internal sealed class RendezvousPlacement : PlacementStrategy;
