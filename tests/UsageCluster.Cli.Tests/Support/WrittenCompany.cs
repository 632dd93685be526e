using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>Writes a company's ledger as a server would.</summary>
internal sealed class WrittenCompany
{
    public static readonly Instant January = Instant.From(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly StoreCase _store;
    private readonly List<LedgerEntry> _entries = [];
    private Activation? _head;

    private WrittenCompany(StoreCase store, string companyId)
    {
        _store = store;
        CompanyId = companyId;
        Hash = HashChain.Genesis(companyId);
    }

    public string CompanyId { get; }

    public long Version => _entries.Count;

    public IReadOnlyList<LedgerEntry> Entries => _entries;

    public byte[] Hash { get; private set; }

    /// <summary>A company whose first entry is its billing system.</summary>
    public static async Task<WrittenCompany> MakeAsync(StoreCase store, string companyId, BillingSystem system = BillingSystem.Minutes)
    {
        var company = new WrittenCompany(store, companyId);
        var entry = company.Chain(new SwitchEntry { Version = 1, RecordedAt = January, At = Instant.Always, System = system });
        var row = new CompanyRow(companyId, companyId, system, Instant.Always, null);
        Assert.Equal(StoreWrite.Created, await store.Control.CreateCompanyAsync(row, [entry], Audit(), default));
        company._head = await store.Ledger.ActivateAsync(companyId, store.LeaseNo, default);
        return company;
    }

    public static AuditRecord Audit() => new(January, "key", "action", "target", null, "{}");

    /// <summary>An event at a number of hours after January began.</summary>
    public UsageEntry Use(string eventId, int hours, long durationMs, string costKey = "interview_minutes") => new()
    {
        Version = Version + 1,
        RecordedAt = January,
        Event = new UsageEvent
        {
            EventId = eventId,
            CompanyId = CompanyId,
            OccurredAt = January.Plus(TimeSpan.FromHours(hours)),
            DurationMs = durationMs,
            CostKey = costKey,
        },
        System = BillingSystem.Minutes,
        Quantity = durationMs,
        CountsAsInterview = costKey == "interview_minutes",
    };

    /// <summary>Appends an entry; <paramref name="hashedAs"/>: what its hash is made of, where that is another one.</summary>
    public async Task AppendAsync(LedgerEntry entry, LedgerEntry? hashedAs = null)
    {
        var request = new AppendRequest
        {
            CompanyNo = _head!.CompanyNo,
            Epoch = _head.Epoch,
            ExpectedVersion = Version,
            RatesRevision = null,
            Entries = [Chain(hashedAs ?? entry) with { Entry = entry }],
        };
        var result = entry is UsageEntry
            ? (await _store.Ledger.AppendAsync([request], default))[0]
            : await _store.Ledger.AppendChangeAsync(request, new CompanyChange(null, Audit()), default);
        Assert.Equal(AppendStatus.Appended, result.Status);
    }

    /// <summary>Appends many events at once, which are not kept here.</summary>
    public async Task AppendAsync(IReadOnlyList<UsageEntry> uses)
    {
        var hash = Hash;
        var request = new AppendRequest
        {
            CompanyNo = _head!.CompanyNo,
            Epoch = _head.Epoch,
            ExpectedVersion = uses[0].Version - 1,
            RatesRevision = null,
            Entries = [.. uses.Select(use => new ChainedEntry(use, hash = HashChain.Next(hash, use)))],
        };
        Assert.Equal(AppendStatus.Appended, (await _store.Ledger.AppendAsync([request], default))[0].Status);
        Hash = hash;
    }

    /// <summary>The books as of now, of the entries as <paramref name="seen"/> has them.</summary>
    public CompanyBooks Books(Func<LedgerEntry, LedgerEntry>? seen = null)
    {
        var books = new CompanyBooks(CompanyId);
        books.Apply([.. _entries.Select(seen ?? (entry => entry))]);
        return books;
    }

    /// <summary>The snapshot as of now, of the entries as <paramref name="seen"/> has them.</summary>
    public SnapshotRecord Snapshot(Func<LedgerEntry, LedgerEntry>? seen = null) => new(Version, Hash, BooksSnapshot.Encode(Books(seen)));

    public Task SaveAsync(SnapshotRecord snapshot) => _store.Snapshots.SaveAsync(CompanyId, snapshot, default);

    /// <summary>A price rule for any focus.</summary>
    public static PriceRule Rule(int version, long costPerMinuteMicro) => new(PriceRule.AnyFocus, version, 1_000_000, 0, costPerMinuteMicro, Instant.Always);

    private ChainedEntry Chain(LedgerEntry entry)
    {
        Hash = HashChain.Next(Hash, entry);
        _entries.Add(entry);
        return new ChainedEntry(entry, Hash);
    }
}
