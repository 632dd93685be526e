namespace UsageCluster.Actors.Ports;

/// <summary>A snapshot as it lies in a store.</summary>
/// <param name="ServiceId">The cluster whose grains keep it; null: it is the store's own.</param>
/// <param name="Record">The snapshot.</param>
public sealed record StoredSnapshot(string? ServiceId, SnapshotRecord Record);
