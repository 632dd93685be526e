namespace UsageCluster.Actors.Control;

/// <summary>What changed since a revision.</summary>
/// <param name="Revision">The store's revision, which counts all changes of the control plane.</param>
/// <param name="Changes">The rows that changed; null: too many, forget everything.</param>
public sealed record ControlChanges(long Revision, IReadOnlyList<ControlChange>? Changes);
