namespace UsageCluster.Actors.Ports;

/// <summary>
/// The rows of snapshots as they lie in a store, to be replaced beside the processes that serve from it. Throws <see cref="LedgerUnavailableException"/> when
/// the store cannot be written to.
/// </summary>
public interface ISnapshotRows : IAsyncDisposable
{
    /// <summary>
    /// Puts a snapshot in the place of one that still is, byte for byte, what was <paramref name="seen"/>; false: something else is there by now, which
    /// stays.
    /// </summary>
    Task<bool> ReplaceAsync(StoredCompany company, StoredSnapshot seen, SnapshotRecord by, CancellationToken cancellationToken);
}
