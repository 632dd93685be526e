using Orleans.Storage;
using UsageCluster.Ledger.Postgres;

namespace UsageCluster.Silo.Snapshots;

/// <summary>Grain storage's view of <see cref="SnapshotFormat"/>: nothing else is stored there.</summary>
internal sealed class SnapshotSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) =>
        input is SnapshotState { Snapshot: { } snapshot }
            ? new BinaryData(SnapshotFormat.Write(snapshot))
            : throw new ArgumentException($"A {typeof(T)} is not stored here.", nameof(input));

    public T Deserialize<T>(BinaryData input) =>
        new SnapshotState { Snapshot = SnapshotFormat.TryRead(input.ToMemory().Span) } is T state
            ? state
            : throw new ArgumentException($"A {typeof(T)} is not stored here.", nameof(input));
}
