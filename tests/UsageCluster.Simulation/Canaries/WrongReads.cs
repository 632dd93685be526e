using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Canaries;

/// <summary>A product whose ATSs reach companies wrongly.</summary>
internal sealed class WrongCalls(Func<IActorCalls, IActorCalls> make) : Product
{
    public override IActorCalls Calls(IActorCalls calls) => make(calls);
}

internal sealed class ShortAnswers(IActorCalls calls) : IActorCalls
{
    public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds) => calls.GroupByNode(companyIds);

    public async ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.ReportAsync(companyIds, range, cancellationToken);
        }
        catch (RetryableException)
        {
            return [.. companyIds.Select(id => new CompanyReport(id, 0, []))];
        }
    }
}

internal sealed class KeptAnswers(IActorCalls calls) : IActorCalls
{
    private readonly Dictionary<(string CompanyId, TimeRange Range), CompanyReport> _kept = [];

    public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds) => calls.GroupByNode(companyIds);

    public async ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
    {
        var reports = await calls.ReportAsync(companyIds, range, cancellationToken);
        foreach (var report in reports)
            _kept.TryAdd((report.CompanyId, range), report);
        return [.. companyIds.Select(id => _kept[(id, range)])];
    }
}

internal sealed class MembersStale : Product
{
    public override LinkedControl Control(StoreLink link, ControlRows rows) => new Deaf(link, rows);

    private sealed class Deaf(StoreLink link, ControlRows rows) : LinkedControl(link, rows)
    {
        public override async Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) =>
            new((await base.ChangesSinceAsync(revision, cancellationToken)).Revision, []);
    }
}

/// <summary>Snapshots come back with a use that is a millisecond too long, and with everything that a snapshot is judged by made to fit.</summary>
internal sealed class SnapshotTrusted : Product
{
    public override ISnapshots Snapshots(ISnapshots snapshots, InMemoryLedger store) => new Forged(snapshots, store);

    private sealed class Forged(ISnapshots snapshots, InMemoryLedger store) : ISnapshots
    {
        public async Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) =>
            await snapshots.LoadAsync(companyId, cancellationToken) is { } snapshot
                && store.Companies.Single(c => c.Row.CompanyId == companyId).Entries is var entries && snapshot.Version <= entries.Count
                ? new SnapshotRecord(snapshot.Version, entries[(int)snapshot.Version - 1].Hash, Forge(companyId, entries, (int)snapshot.Version))
                : null;

        public Task<IReadOnlyList<byte[]>?> ReadAsync(
            string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) =>
            snapshots.ReadAsync(companyId, version, ranges, cancellationToken);

        public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) =>
            snapshots.SaveAsync(companyId, snapshot, cancellationToken);

        private static byte[] Forge(string companyId, List<ChainedEntry> entries, int version)
        {
            var books = new CompanyBooks(companyId);
            books.Apply([.. entries.Take(version).Select(e => e.Entry is UsageEntry usage ? usage with { Quantity = usage.Quantity + 1 } : e.Entry)]);
            return BooksSnapshot.Encode(books);
        }
    }
}
