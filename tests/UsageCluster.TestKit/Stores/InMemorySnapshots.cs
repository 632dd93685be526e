using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;

namespace UsageCluster.TestKit.Stores;

/// <summary>Snapshots with faults on demand.</summary>
public sealed class InMemorySnapshots : ISnapshots
{
    private readonly Dictionary<string, SnapshotRecord> _kept = new(StringComparer.Ordinal);

    public Gate BeforeSave { get; } = new();

    public Gate BeforeRead { get; } = new();

    public Func<bool> NextFails { get; set; } = () => false;

    /// <summary>Bytes of books that are loaded at once; of longer ones these are the beginning.</summary>
    public int BeginningMax { get; set; } = int.MaxValue;

    /// <summary>Ranges that were asked for after that, in order.</summary>
    public List<SnapshotRange> Read { get; } = [];

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
        return NextFails() ? throw new IOException("The store of snapshots was told to fail.") : this[companyId]?.Beginning(BeginningMax);
    }

    public async Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await BeforeRead.PassAsync();
        if (NextFails())
            throw new IOException("The store of snapshots was told to fail.");
        Read.AddRange(ranges);
        return this[companyId] is { } snapshot && snapshot.Version == version ? snapshot.Read(ranges) : null;
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
