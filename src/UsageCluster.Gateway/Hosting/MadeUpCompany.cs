using System.Text;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// A store in memory with one company that nobody has, of two events a moment ago, and before of some hundred of one cost key and one of each of some others:
/// to be read, with a snapshot before its last entry, of which the beginning is given first, as of a large one. It takes nothing.
/// </summary>
internal sealed class MadeUpCompany : ILedger, ISnapshots
{
    public const string Id = "made-up";

    private const int CompanyNo = 1;

    // More than are kept unpacked, and of that less than all the rest takes.
    private const int OlderUses = 600, BeginningMax = 64;

    // More lines than tables begin with room for.
    private const int OtherCostKeys = 8;

    // Within what UsageRehearsal asks for.
    private static readonly TimeSpan OthersAfter = TimeSpan.FromDays(14);

    private static readonly MintedKey Minted = ApiKey.Mint(KeyKind.Company);

    private readonly List<ChainedEntry> _entries = [];

    public MadeUpCompany(Instant now)
    {
        Now = now;
        Reports = [.. new IngestBodyReader(2, now).Read(Call(now.Plus(-TimeSpan.FromSeconds(1))), IngestFormat.Json, headers: null).Events.Select(e => e.Event!)];
        Add(new SwitchEntry { Version = 1, RecordedAt = now, At = Instant.Always, System = BillingSystem.Minutes });
        for (var i = 0; i < OlderUses; i++)
            Add(Entry(Reports[0] with { EventId = $"older-{i}", OccurredAt = Older.Plus(TimeSpan.FromHours(i)) }));
        // Last first: so there is something to sort.
        for (var i = OtherCostKeys; i > 0; i--)
            Add(Entry(Reports[0] with { EventId = $"other-{i}", OccurredAt = Older.Plus(OthersAfter), CostKey = $"other-{i}" }));
        Add(Entry(Reports[0]));
        var books = new CompanyBooks(Id);
        books.Apply([.. _entries.Select(e => e.Entry)]);
        Snapshot = new SnapshotRecord(_entries.Count, _entries[^1].Hash, BooksSnapshot.Encode(books));
        Add(Entry(Reports[1]));
    }

    /// <summary>When it was made.</summary>
    public Instant Now { get; }

    /// <summary>Its events.</summary>
    public IReadOnlyList<UsageEvent> Reports { get; }

    /// <summary>Its snapshot, whole.</summary>
    public SnapshotRecord Snapshot { get; }

    /// <summary>Of the first use.</summary>
    public static Instant Older { get; } = Instant.From(new DateTimeOffset(2023, 12, 20, 0, 0, 0, TimeSpan.Zero));

    /// <summary>It as a control plane lists it.</summary>
    public static CompanyRow Row { get; } = new(Id, Id, BillingSystem.Minutes, Instant.Always, ClosedAt: null);

    /// <summary>A key for it, as it is stored: of a secret that only this process has.</summary>
    public static KeyRow Key { get; } = new()
    {
        KeyId = Minted.KeyId,
        Kind = KeyKind.Company,
        Owner = Id,
        Name = Id,
        Scopes = Scopes.OfKind(KeyKind.Company),
        SecretHash = Minted.SecretHash,
        CreatedAt = Instant.Always,
    };

    /// <summary>That key as a caller sends it.</summary>
    public static string KeyText => Minted.Text;

    /// <summary>As a store's answers come: not at once.</summary>
    public static async Task<T> LaterAsync<T>(T answer)
    {
        await Task.Yield();
        return answer;
    }

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        LaterAsync<Activation?>(new Activation(CompanyNo, 1, _entries.Count, _entries[^1].Hash));

    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) =>
        LaterAsync<SnapshotRecord?>(Snapshot.Beginning(BeginningMax));

    public Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) => LaterAsync(Snapshot.Read(ranges));

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        LaterAsync<byte[]?>(_entries[(int)version - 1].Hash);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        LaterAsync<IReadOnlyList<ChainedEntry>>([.. _entries.Skip((int)afterVersion).Take(limit)]);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UsageEntry>>([.. _entries.Select(e => e.Entry).OfType<UsageEntry>().Where(e => eventIds.Contains(e.Event.EventId))]);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TimeSpan>>([.. companyNos.Select(_ => TimeSpan.Zero)]);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) => throw Refused();

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) => throw Refused();

    private static NotSupportedException Refused() => new("The made-up company is only read.");

    private static byte[] Call(Instant at) => Encoding.UTF8.GetBytes(
        $$"""
        [ { "eventId": "1", "companyId": "{{Id}}", "occurredAt": "{{at}}", "durationSeconds": 1.5, "costKey": "interview_minutes", "agentFocus": "made-up" },
          { "eventId": "2", "companyId": "{{Id}}", "occurredAt": "{{at}}", "durationSeconds": 2, "costKey": "transcription" } ]
        """);

    private UsageEntry Entry(UsageEvent report) => new()
    {
        Version = _entries.Count + 1,
        RecordedAt = Now,
        Event = report,
        System = BillingSystem.Minutes,
        Quantity = report.DurationMs,
        CountsAsInterview = true,
    };

    private void Add(LedgerEntry entry) =>
        _entries.Add(new ChainedEntry(entry, HashChain.Next(_entries.Count == 0 ? HashChain.Genesis(Id) : _entries[^1].Hash, entry)));
}
