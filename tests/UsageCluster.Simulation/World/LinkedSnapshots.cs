using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Simulation.Faults;

namespace UsageCluster.Simulation.World;

/// <summary>Snapshots as a process reaches them: a save that is late overwrites newer ones.</summary>
internal sealed class LinkedSnapshots(StoreLink link, SnapshotShelf shelf) : ISnapshots
{
    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Snapshot, () => Task.FromResult(shelf.Of(companyId)), cancellationToken);

    public Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) => link.CallAsync(
        CallPoint.Snapshot,
        () => Task.FromResult(shelf.Of(companyId) is { } snapshot && snapshot.Version == version ? snapshot.Read(ranges) : null),
        cancellationToken);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => link.CallAsync(
        CallPoint.Snapshot,
        () =>
        {
            shelf.Put(companyId, snapshot);
            return Task.FromResult(true);
        },
        cancellationToken);
}
