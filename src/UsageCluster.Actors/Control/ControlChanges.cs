namespace UsageCluster.Actors.Control;

/// <summary>What changed since a revision.</summary>
/// <param name="Revision">The store's revision, which counts all changes of the control plane.</param>
/// <param name="Changes">The rows that changed; null: too many, forget everything.</param>
public sealed record ControlChanges(long Revision, IReadOnlyList<ControlChange>? Changes)
{
    /// <summary>
    /// Counts the histories of the store: in another one than before (a restored backup, a standby that lacked the latest rows) revisions stand for other
    /// changes, and everything is to be forgotten.
    /// </summary>
    public int History { get; init; }
}
