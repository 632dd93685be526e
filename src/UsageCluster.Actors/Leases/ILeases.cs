using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Leases;

/// <summary>
/// The store's rows of node leases. Times are the store's clock. Every method may throw <see cref="LedgerUnavailableException"/>; after any other
/// exception its outcome is unknown, and it may be repeated. A cancelled call ends soon, its outcome unknown.
/// </summary>
public interface ILeases
{
    /// <summary>
    /// Takes a new lease that expires after <paramref name="duration"/>, and answers its number. <paramref name="previous"/>, a lease of the same node
    /// whose actors are all gone, is marked dead.
    /// </summary>
    Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken);

    /// <summary>
    /// Lets a lease expire after <paramref name="duration"/> from now, unless it is dead or has expired, and answers the companies that were taken
    /// from it and not confirmed.
    /// </summary>
    Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Says that the node's activations that these takeovers ended show nothing any more: takers need not wait for them.</summary>
    Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken);

    /// <summary>Marks the node's own lease dead, once all its actors are gone.</summary>
    Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken);
}
