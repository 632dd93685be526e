using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// One pass through one company's ledger, up to where its head stands at the start. Memory: a page of entries, the books that a server would keep of the
/// company, and 16 bytes an event.
/// </summary>
internal sealed class CompanyAudit(ILedgerRows rows, StoredCompany company, StoredRates rates, AuditOptions options)
{
    private readonly EntryAudit _entries = new(rows, company, rates);
    private readonly CompanyBooks _books = new(company.CompanyId);

    /// <summary>How many entries were read.</summary>
    public long EntriesRead { get; private set; }

    /// <summary>The figures at the head; null: something is off.</summary>
    public CompanyFigures? Figures { get; private set; }

    /// <summary>The first thing that is off; null: nothing is.</summary>
    public async Task<Fault?> RunAsync(CancellationToken cancellationToken)
    {
        // Snapshots first: whatever is saved later is not ahead of a head that is read later.
        var snapshots = (await rows.SnapshotsAsync(company, cancellationToken)).OrderBy(s => s.Version).ToList();
        if (await rows.HeadAsync(company, cancellationToken) is not { } head)
            return new Fault(null, "it has no head");
        var sums = new NaiveSums(await MiddleAsync(head, cancellationToken));
        var fault = await ReadAsync(head, snapshots, sums, cancellationToken)
            ?? await CheckHeadAsync(head, cancellationToken);
        if (fault is not null)
            return fault;
        var view = _books.View();
        if (sums.DifferenceFrom(view) is { } difference)
            return new Fault(null, $"at version {head.Version} {difference}");
        if (await _entries.Transactions.FaultAtHeadAsync(_books, view, rates, cancellationToken) is { } transactions)
            return new Fault(null, $"at version {head.Version} {transactions}");
        if (snapshots.Find(s => s.Version < 1 || s.Version > head.Version) is { Version: var version })
            return new Fault(version, $"the snapshot is of this version, and the head stands at {head.Version}");
        Figures = new CompanyFigures(view.Report(NaiveSums.AllTime), sums.All);
        return null;
    }

    private async Task<Fault?> ReadAsync(StoredHead head, List<SnapshotRecord> snapshots, NaiveSums sums, CancellationToken cancellationToken)
    {
        while (_entries.Version < head.Version)
        {
            var after = _entries.Version;

            // A page ends where a snapshot does.
            var end = Math.Min(snapshots.Find(s => s.Version > after)?.Version ?? head.Version, head.Version);
            var page = await rows.EntriesAsync(company, after, (int)Math.Min(options.EntriesPage, end - after), cancellationToken);
            if (page.Count == 0)
                return new Fault(after + 1, $"the entry is missing: the ledger ends at version {after}, and the head stands at {head.Version}");
            foreach (var stored in page)
            {
                EntriesRead++;
                if (await _entries.CheckAsync(stored, cancellationToken) is { } fault)
                    return fault;
                sums.Add(stored.Entry!);
            }

            if (Fold(page) is { } unfoldable)
                return unfoldable;
            foreach (var snapshot in snapshots.Where(s => s.Version == _entries.Version))
            {
                if (CheckSnapshot(snapshot, sums) is { } damage)
                    return new Fault(snapshot.Version, damage);
            }
        }

        return null;
    }

    private Fault? Fold(IReadOnlyList<StoredEntry> page)
    {
        try
        {
            _books.Apply([.. page.Select(stored => stored.Entry!)]);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return new Fault(_books.Version + 1, "the entry cannot be booked: " + e.Message);
        }
    }

    private async Task<Fault?> CheckHeadAsync(StoredHead head, CancellationToken cancellationToken)
    {
        if (!_entries.Hash.AsSpan().SequenceEqual(head.Hash))
            return new Fault(head.Version, "the head stands here and its hash is not the entry's");
        if (await rows.EntriesAsync(company, head.Version, 1, cancellationToken) is not [var next])
            return null;

        // An entry is committed with its head: one that is there now is behind a head that is read later.
        var now = await rows.HeadAsync(company, cancellationToken);
        return now?.Version >= next.Version ? null : new Fault(next.Version, $"the entry lies beyond the head, which stands at version {now?.Version}");
    }

    private string? CheckSnapshot(SnapshotRecord snapshot, NaiveSums sums)
    {
        if (!_entries.Hash.AsSpan().SequenceEqual(snapshot.Hash))
            return "the snapshot is of this version and its hash is not the entry's";

        // An older program's: nothing reads it.
        if (BooksSnapshot.IsOfOtherFormat(snapshot.Books))
            return null;
        if (!BooksSnapshot.TryDecode(company.CompanyId, snapshot.Books, out var books))
            return "the snapshot of this version cannot be read";
        if (books!.Version != snapshot.Version)
            return $"the snapshot says that it is of this version, and holds books of version {books.Version}";
        if (sums.DifferenceFrom(books.View()) is { } difference)
            return "in the snapshot of this version " + difference;
        return books.ClosedAt == _books.ClosedAt
            && books.Billing.Periods.SequenceEqual(_books.Billing.Periods)
            && books.Plans.Assignments.SequenceEqual(_books.Plans.Assignments)
            && books.PriceOverrides.Rules.SequenceEqual(_books.PriceOverrides.Rules)
            && books.Transactions.ClosedThrough == _books.Transactions.ClosedThrough
            && books.Transactions.Booked.SequenceEqual(_books.Transactions.Booked)
            && books.View().CorrectionVersions().SequenceEqual(_books.View().CorrectionVersions())
            ? null
            : "the snapshot of this version holds another billing system, plan, closing, price rule, transaction or correction than the entries";
    }

    // Where to cut the ledger's time in two: at the use in the middle of its entries.
    private async Task<long?> MiddleAsync(StoredHead head, CancellationToken cancellationToken)
    {
        if (head.Version < 1)
            return null;
        var page = await rows.EntriesAsync(company, head.Version / 2, 1, cancellationToken);
        return page is [{ Entry: UsageEntry use }] ? use.Event.OccurredAt.Ticks : null;
    }
}
