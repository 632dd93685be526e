using Orleans.Placement;

namespace UsageCluster.Silo.Placement;

/// <summary>See <see cref="RendezvousPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RendezvousPlacementAttribute() : PlacementAttribute(new RendezvousPlacement());
