using UsageCluster.Actors.Leases;
using UsageCluster.Simulation.Faults;

namespace UsageCluster.Simulation.World;

/// <summary>The store's leases as a process reaches them.</summary>
internal sealed class LinkedLeases(StoreLink link, InMemoryLeases store) : ILeases
{
    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Lease, () => store.TakeAsync(node, duration, previous, CancellationToken.None), cancellationToken);

    public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Lease, () => store.RenewAsync(leaseNo, duration, CancellationToken.None), cancellationToken);

    public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) => link.CallAsync(
        CallPoint.Lease,
        async () =>
        {
            await store.ConfirmAsync(leaseNo, takeovers, CancellationToken.None);
            return true;
        },
        cancellationToken);

    public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => link.CallAsync(
        CallPoint.Lease,
        async () =>
        {
            await store.ReleaseAsync(leaseNo, CancellationToken.None);
            return true;
        },
        cancellationToken);
}
