using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// One pass through one company's ledger, up to where its head stands at the start. Memory: a page of entries, the books that a server would keep of the
/// company, and 16 bytes an event.
/// </summary>
internal sealed class CompanyAudit(ILedgerRows rows, StoredCompany company, StoredRates rates, AuditOptions options)
{
    private readonly EntryAudit _entries = new(rows, company, rates);
    private readonly CompanyBooks _books = new(company.CompanyId);

    private readonly List<CheckedSnapshot> _snapshots = [];

    /// <summary>How many entries were read.</summary>
    public long EntriesRead { get; private set; }

    /// <summary>What is off in the ledger itself; null: nothing is.</summary>
    public Fault? LedgerFault { get; private set; }

    /// <summary>The snapshots, once nothing is off in the ledger; in order of their versions.</summary>
    public IReadOnlyList<CheckedSnapshot> Snapshots => _snapshots;

    /// <summary>The books at the head, and the head's hash, once nothing is off in the ledger.</summary>
    public CompanyBooks Books => _books;

    public byte[] Hash => _entries.Hash;

    /// <summary>The calendar months in which something was used, in order.</summary>
    public IReadOnlyList<TimeRange> Months { get; private set; } = [];

    /// <summary>The figures at the head; null: something is off.</summary>
    public CompanyFigures? Figures { get; private set; }

    /// <summary>The first thing that is off, of the ledger before its snapshots; null: nothing is.</summary>
    public async Task<Fault?> RunAsync(CancellationToken cancellationToken)
    {
        // Snapshots first: whatever is saved later is not ahead of a head that is read later.
        var snapshots = (await rows.SnapshotsAsync(company, cancellationToken)).OrderBy(s => s.Record.Version).ToList();
        LedgerFault = await CheckLedgerAsync(snapshots, cancellationToken);
        return LedgerFault ?? (_snapshots.Find(s => s.Fault is not null) is { } off ? new Fault(off.Stored.Record.Version, off.Fault!) : null);
    }

    private async Task<Fault?> CheckLedgerAsync(List<StoredSnapshot> snapshots, CancellationToken cancellationToken)
    {
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
        _snapshots.AddRange(snapshots
            .Where(s => s.Record.Version < 1 || s.Record.Version > head.Version)
            .Select(s => new CheckedSnapshot(s, $"the snapshot is of this version, and the head stands at {head.Version}", false)));
        Months = sums.Months;
        if (_snapshots.TrueForAll(s => s.Fault is null))
            Figures = new CompanyFigures(view.Report(NaiveSums.AllTime), sums.All);
        return null;
    }

    private async Task<Fault?> ReadAsync(StoredHead head, List<StoredSnapshot> snapshots, NaiveSums sums, CancellationToken cancellationToken)
    {
        while (_entries.Version < head.Version)
        {
            var after = _entries.Version;

            // A page ends where a snapshot does.
            var end = Math.Min(snapshots.Find(s => s.Record.Version > after)?.Record.Version ?? head.Version, head.Version);
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
            _snapshots.AddRange(snapshots.Where(s => s.Record.Version == _entries.Version).Select(s => CheckSnapshot(s, sums)));
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

    // An older program's is read by nothing.
    private CheckedSnapshot CheckSnapshot(StoredSnapshot stored, NaiveSums sums) =>
        !_entries.Hash.AsSpan().SequenceEqual(stored.Record.Hash) ? new(stored, "the snapshot is of this version and its hash is not the entry's", false)
        : BooksSnapshot.IsOfOtherFormat(stored.Record.Books) ? new(stored, null, true)
        : new(stored, FaultOfBooks(stored.Record, sums), false);

    private string? FaultOfBooks(SnapshotRecord snapshot, NaiveSums sums)
    {
        if (!BooksSnapshot.TryDecode(company.CompanyId, snapshot.Books, out var books, looksInside: true))
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
