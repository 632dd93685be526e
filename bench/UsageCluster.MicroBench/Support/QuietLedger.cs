using UsageCluster.Actors.Ports;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.MicroBench.Support;

/// <summary>
/// A ledger that keeps nothing and says yes, so that what is measured is what stands before it. Companies begin with some generated uses.
/// </summary>
/// <param name="seeds">Uses of every company at its beginning.</param>
internal sealed class QuietLedger(int seeds) : ILedger, ISnapshots
{
    private const int SizesMax = 1024;

    private static readonly AppendResult Appended = AppendResult.Of(AppendStatus.Appended);
    private static readonly RateBook Rates = new(0, PriceRuleSet.Empty, []);

    // An answer for every count of requests, so that none is made while something is measured.
    private readonly Task<IReadOnlyList<AppendResult>>[] _answers =
        [.. Enumerable.Range(0, SizesMax).Select(n => Task.FromResult<IReadOnlyList<AppendResult>>(Enumerable.Repeat(Appended, n).ToArray()))];

    /// <summary>The entries that a company begins with.</summary>
    public static List<ChainedEntry> Entries(string companyId, int seeds)
    {
        var books = new CompanyBooks(companyId);
        var entries = new List<ChainedEntry>();
        var hash = HashChain.Genesis(companyId);
        Add(new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = Instant.Always, System = BillingSystem.Minutes });
        foreach (var report in GeneratedUsage.Of(int.Parse(companyId.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture), seeds))
            Add(Use(report, entries.Count + 1));
        return entries;

        void Add(LedgerEntry entry)
        {
            hash = HashChain.Next(hash, entry);
            entries.Add(new ChainedEntry(entry, hash));
            books.Apply([entry]);
        }

        UsageEntry Use(UsageEvent report, long version)
        {
            var decision = books.Decide(report, Rates, Instant.Latest, 0, 0);
            return new UsageEntry
            {
                Version = version,
                RecordedAt = report.OccurredAt,
                Event = report,
                System = decision.System,
                Quantity = decision.Quantity,
                CountsAsInterview = decision.CountsAsInterview,
                Rule = decision.Rule,
            };
        }
    }

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken)
    {
        var number = int.Parse(companyId.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture);
        var entries = Entries(companyId, seeds);
        return Task.FromResult<Activation?>(new Activation(number, 1, entries.Count, entries[^1].Hash));
    }

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ChainedEntry>>(
            Entries(GeneratedUsage.CompanyId(companyNo), seeds).Skip((int)afterVersion).Take(limit).ToArray());

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) =>
        _answers[requests.Count];

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TimeSpan>>(new TimeSpan[companyNos.Count]);

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        Task.FromResult(Appended);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UsageEntry>>([]);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LedgerEntry>>([]);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LedgerEntry>>([]);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => Task.FromResult<SnapshotRecord?>(null);

    public Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<byte[]>?>(null);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => Task.CompletedTask;
}
