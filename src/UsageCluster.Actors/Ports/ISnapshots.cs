namespace UsageCluster.Actors.Ports;

/// <summary>Snapshots of companies' books: a cache. A lost, stale, doubled or damaged one changes no figure.</summary>
public interface ISnapshots
{
    /// <summary>The newest snapshot; null if there is none.</summary>
    Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Keeps a snapshot in place of an older one.</summary>
    Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken);
}
