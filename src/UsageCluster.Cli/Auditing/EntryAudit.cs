using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Auditing;

/// <summary>What must hold for each entry after those before it.</summary>
internal sealed class EntryAudit(string companyId, StoredRates rates)
{
    private readonly HashSet<Guid> _keys = [];
    private readonly QuantityAudit _quantities = new(rates);

    /// <summary>The version of the last entry.</summary>
    public long Version { get; private set; }

    /// <summary>Its hash, as computed.</summary>
    public byte[] Hash { get; private set; } = HashChain.Genesis(companyId);

    /// <summary>All that is off with the next entry; null: nothing is. After a fault, no further entry can be checked.</summary>
    public async ValueTask<Fault?> CheckAsync(StoredEntry stored, CancellationToken cancellationToken)
    {
        Version++;
        if (stored.Version > Version)
            return new Fault(Version, $"the entry is missing: version {stored.Version} comes next");
        if (stored.Version < Version)
            return new Fault(stored.Version, $"the entry stands where version {Version} should");
        if (stored.Entry is not { } entry)
            return new Fault(Version, $"the entry cannot be read: {stored.Fault}");
        List<string> faults = [];
        if (FaultOfKey(stored.Key, entry) is { } key)
            faults.Add(key);
        if (entry is UsageEntry usage && await _quantities.FaultOfAsync(usage, cancellationToken) is { } quantity)
            faults.Add(quantity);
        _quantities.Add(entry);
        Hash = HashChain.Next(Hash, entry);
        if (!Hash.AsSpan().SequenceEqual(stored.Hash))
            faults.Add("the hash is not that of the entry and those before it");
        return faults.Count == 0 ? null : new Fault(Version, string.Join("; ", faults));
    }

    private string? FaultOfKey(EventKey? key, LedgerEntry entry)
    {
        if (entry is not UsageEntry { Event.EventId: var eventId })
            return key is { } reserved && !_keys.Add(reserved.Key) ? "an entry of the same id is there already" : null;

        // By the id and not by the key that is stored: the same event under another key is the same event.
        var right = EventKey.Of(eventId);
        if (!_keys.Add(right.Key))
            return $"event {eventId} is booked already";
        return key == right ? null : $"event {eventId} is stored under another key than its own";
    }
}
