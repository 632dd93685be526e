using Orleans.Storage;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Snapshots;

/// <summary>
/// One activation's snapshots in grain storage. Loaded by the actor itself, after it has taken its epoch, and not by the grain's life: a storage that
/// fails costs a longer recovery, never an activation.
/// </summary>
internal sealed class GrainSnapshots(IGrainStorage storage) : ISnapshots
{
    /// <summary>The storage provider's name.</summary>
    public const string ProviderName = "snapshots";

    /// <summary>The version in the store that the next save replaces; null: whichever there is.</summary>
    private string? _version;

    public async Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken)
    {
        var state = new GrainState<SnapshotState>(new SnapshotState());
        await storage.ReadStateAsync(SnapshotFormat.StateName, KeyOf(companyId), state).WaitAsync(cancellationToken);
        _version = state.ETag;
        return state.RecordExists ? state.State?.Snapshot : null;
    }

    // Grain storage gives its state as a whole: nothing is missing of what is loaded.
    public async Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) =>
        await LoadAsync(companyId, cancellationToken) is { } snapshot && snapshot.Version == version ? snapshot.Read(ranges) : null;

    public async Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        var state = new GrainState<SnapshotState>(new SnapshotState { Snapshot = snapshot }) { ETag = _version! };
        // A save that fails may have taken place: the next one replaces whatever there is.
        _version = null;
        await storage.WriteStateAsync(SnapshotFormat.StateName, KeyOf(companyId), state).WaitAsync(cancellationToken);
        _version = state.ETag;
    }

    private static GrainId KeyOf(string companyId) => GrainId.Create(CompanyGrain.TypeName, SnapshotFormat.KeyPrefix + companyId);
}
