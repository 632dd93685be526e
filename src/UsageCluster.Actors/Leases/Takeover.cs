namespace UsageCluster.Actors.Leases;

/// <summary>A company that another node took from a lease that was not dead.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Epoch">The epoch that was taken: activations of older ones must show nothing any more.</param>
public readonly record struct Takeover(string CompanyId, long Epoch);
