using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Ports;

/// <summary>Snapshots of companies' books: a cache. A lost, stale, doubled or damaged one changes no figure.</summary>
public interface ISnapshots
{
    /// <summary>The newest snapshot; null if there is none. Of a large one a store may answer with the beginning of its books alone.</summary>
    Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>
    /// Further bytes of the books of the snapshot of a version, of each range in their order; null: that snapshot is not there any more, or is not so long.
    /// Another of the same version may have taken its place: the books' own checksums tell.
    /// </summary>
    Task<IReadOnlyList<byte[]>?> ReadAsync(string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken);

    /// <summary>Keeps a snapshot in place of an older one.</summary>
    Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken);
}
