using UsageCluster.Actors.Control;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;

namespace UsageCluster.TestKit.Stores;

/// <summary>What the in-memory ledger holds of a company.</summary>
public sealed class CompanyRecord(int companyNo, CompanyRow row)
{
    public int CompanyNo { get; } = companyNo;

    public CompanyRow Row { get; set; } = row;

    public long Epoch { get; set; }

    public bool IsOwned { get; set; }

    public long? OwnerLease { get; set; }

    public DateTimeOffset? AckAfter { get; set; }

    public List<ChainedEntry> Entries { get; } = [];

    /// <summary>General rules and catalogue as they were when each entry was committed.</summary>
    public List<RateBook> Rates { get; } = [];

    public Dictionary<string, UsageEntry> Events { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, LedgerEntry> ById { get; } = new(StringComparer.Ordinal);

    public byte[] Hash => Entries.Count == 0 ? HashChain.Genesis(Row.CompanyId) : Entries[^1].Hash;

    public void Add(ChainedEntry chained, RateBook rates)
    {
        Entries.Add(chained);
        Rates.Add(rates);
        if (chained.Entry.UniqueId is { } id)
            ById.TryAdd(id, chained.Entry);
        if (chained.Entry is UsageEntry usage)
            Events.TryAdd(usage.Event.EventId, usage);
    }
}
