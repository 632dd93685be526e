using UsageCluster.Actors.Ports;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>Every company's snapshot, and the ones before it: any of them may come back.</summary>
internal sealed class SnapshotShelf
{
    private readonly Dictionary<string, SnapshotRecord> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SnapshotRecord>> _saved = new(StringComparer.Ordinal);

    public SnapshotRecord? Of(string companyId) => _kept.GetValueOrDefault(companyId);

    public void Put(string companyId, SnapshotRecord snapshot)
    {
        _kept[companyId] = snapshot;
        if (!_saved.TryGetValue(companyId, out var saved))
            _saved.Add(companyId, saved = []);
        saved.Add(snapshot);
    }

    public void Lose(string companyId) => _kept.Remove(companyId);

    /// <summary>Harms the company's snapshot, and says how; null: it has none.</summary>
    public string? Harm(string companyId, Rng rng)
    {
        if (Of(companyId) is not { } snapshot)
            return null;
        switch (rng.Next(6))
        {
            case 0:
                Lose(companyId);
                return "lost";
            case 1:
                _kept[companyId] = rng.Pick(_saved[companyId]);
                return $"replaced by the one of version {_kept[companyId].Version}";
            case 2:
                _kept[companyId] = snapshot with { Version = snapshot.Version + rng.Next(1, 50) };
                return "said to be of a later version";
            case 3:
                _kept[companyId] = snapshot with { Version = Math.Max(1, snapshot.Version - 1) };
                return "said to be of an earlier version";
            case 4:
                _kept[companyId] = snapshot with { Hash = [.. snapshot.Hash.Reverse()] };
                return "given another hash";
            default:
                var place = rng.Next(snapshot.Books.Length);
                _kept[companyId] = snapshot with { Books = [.. snapshot.Books.Select((b, i) => i == place ? (byte)~b : b)] };
                return $"damaged at byte {place}";
        }
    }
}
