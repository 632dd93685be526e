namespace UsageCluster.Actors.Leases;

/// <summary>The store's answer to a renewal.</summary>
/// <param name="IsAlive">Whether the lease was renewed; false: it is dead for ever.</param>
/// <param name="Takeovers">Companies that others took from the lease: their activations here must be gone before the renewal counts.</param>
public sealed record LeaseRenewal(bool IsAlive, IReadOnlyList<Takeover> Takeovers)
{
    /// <summary>The lease is dead.</summary>
    public static readonly LeaseRenewal Dead = new(false, []);
}
