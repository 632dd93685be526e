using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Auditing;

/// <summary>What must hold for each entry after those before it.</summary>
internal sealed class EntryAudit
{
    private readonly HashSet<Guid> _keys = [];
    private readonly StoredRates _rates;
    private readonly QuantityAudit _quantities;
    private readonly CorrectionAudit _corrections;

    public EntryAudit(ILedgerRows rows, StoredCompany company, StoredRates rates)
    {
        _rates = rates;
        _quantities = new QuantityAudit(rates);
        _corrections = new CorrectionAudit(rows, company, _quantities);
        Hash = HashChain.Genesis(company.CompanyId);
    }

    /// <summary>The transactions so far.</summary>
    public TransactionAudit Transactions { get; } = new();

    /// <summary>The version of the last entry.</summary>
    public long Version { get; private set; }

    /// <summary>Its hash, as computed.</summary>
    public byte[] Hash { get; private set; }

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
        if (await FaultOfContentAsync(entry, cancellationToken) is { } content)
            faults.Add(content);
        _quantities.Add(entry);
        Hash = HashChain.Next(Hash, entry);
        if (!Hash.AsSpan().SequenceEqual(stored.Hash))
            faults.Add("the hash is not that of the entry and those before it");
        return faults.Count == 0 ? null : new Fault(Version, string.Join("; ", faults));
    }

    private async ValueTask<string?> FaultOfContentAsync(LedgerEntry entry, CancellationToken cancellationToken) => entry switch
    {
        UsageEntry usage => await _quantities.FaultOfAsync(usage.Event.OccurredAt, BookedUse.Of(usage), usage.Event.IsTest, cancellationToken),
        CorrectionEntry correction => await _corrections.FaultOfAsync(correction, cancellationToken),
        PlanAssignmentEntry { PlanId: var planId } => await _rates.FaultOfAsync(
            known => known.Plans.Versions(planId).Count > 0 ? null : $"there is no plan {planId}", cancellationToken),
        _ => null,
    } ?? Transactions.FaultOf(entry);

    private string? FaultOfKey(EventKey? key, LedgerEntry entry)
    {
        if (entry.UniqueId is not { } uniqueId)
            return key is null ? null : "the entry has a key, and nothing that it could be of";

        // By the id and not by the key that is stored: the same event under another key is the same event.
        var right = EventKey.Of(uniqueId);
        var name = entry switch
        {
            UsageEntry usage => $"event {usage.Event.EventId}",
            CorrectionEntry correction => $"correction {correction.Request.CorrectionId}",
            _ => "the entry's id",
        };
        if (!_keys.Add(right.Key))
            return $"{name} is booked already";
        return key == right ? null : $"{name} is stored under another key than its own";
    }
}
