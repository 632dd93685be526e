using UsageCluster.Actors.Ports;

namespace UsageCluster.TestKit.Stores;

/// <summary>Snapshots with faults on demand.</summary>
public sealed class InMemorySnapshots : ISnapshots
{
    private readonly Dictionary<string, SnapshotRecord> _kept = new(StringComparer.Ordinal);

    public Gate BeforeSave { get; } = new();

    public Func<bool> NextFails { get; set; } = () => false;

    /// <summary>Versions saved, in order.</summary>
    public List<long> Saved { get; } = [];

    public SnapshotRecord? this[string companyId]
    {
        get => _kept.GetValueOrDefault(companyId);
        set
        {
            if (value is null)
                _kept.Remove(companyId);
            else
                _kept[companyId] = value;
        }
    }

    public async Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return NextFails() ? throw new IOException("The store of snapshots was told to fail.") : this[companyId];
    }

    public async Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await BeforeSave.PassAsync();
        if (NextFails())
            throw new IOException("The store of snapshots was told to fail.");
        this[companyId] = snapshot;
        Saved.Add(snapshot.Version);
    }
}
