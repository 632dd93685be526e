using UsageCluster.Actors.Ports;

namespace UsageCluster.Silo.Snapshots;

/// <summary>What grain storage keeps of a company.</summary>
internal sealed class SnapshotState
{
    /// <summary>Null: nothing is kept, or it cannot be read.</summary>
    public SnapshotRecord? Snapshot { get; init; }
}
