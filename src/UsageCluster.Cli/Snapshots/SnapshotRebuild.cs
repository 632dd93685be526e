using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Stores;
using UsageCluster.Core.Books;

namespace UsageCluster.Cli.Snapshots;

/// <summary>
/// Holds snapshots against the ledger and puts right ones, as of its head, in the place of those that are off or of another version of the program. Beside
/// the processes that serve: what they save meanwhile stays.
/// </summary>
/// <param name="rows">The ledger.</param>
/// <param name="snapshots">Where to write; null: nothing is changed.</param>
/// <param name="all">Whether right ones are made anew as well, as of the head.</param>
/// <param name="report">Takes the findings, each as it is made.</param>
/// <param name="options">Bounds.</param>
internal sealed class SnapshotRebuild(ILedgerRows rows, ISnapshotRows? snapshots, bool all, Func<SnapshotFinding, Task> report, AuditOptions options)
{
    private readonly StoredRates _rates = new(rows);

    private long _left;

    /// <summary>So far.</summary>
    public SnapshotTotals Totals { get; private set; } = new();

    /// <summary>Goes through these companies, or all when none is named. Throws what <see cref="ILedgerRows"/> and <see cref="ISnapshotRows"/> throw.</summary>
    /// <returns>Whether every snapshot is right now.</returns>
    public async Task<bool> RunAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken)
    {
        await foreach (var company in rows.ChosenAsync(companyIds, options.CompaniesPage, cancellationToken))
        {
            Totals = Totals with { Companies = Totals.Companies + 1 };
            await RebuildAsync(company, cancellationToken);
        }

        return Totals.LedgersOff == 0 && _left == 0;
    }

    private async Task RebuildAsync(StoredCompany company, CancellationToken cancellationToken)
    {
        var audit = new CompanyAudit(rows, company, _rates, options);
        await audit.RunAsync(cancellationToken);
        if (audit.LedgerFault is { } fault)
        {
            Totals = Totals with { LedgersOff = Totals.LedgersOff + 1 };
            await report(new SnapshotFinding(company.CompanyId, fault.Version, fault.What, SnapshotOutcome.LedgerOff, null));
            return;
        }

        SnapshotRecord? right = null;
        foreach (var found in audit.Snapshots)
        {
            var isDue = found.Fault is not null || found.IsOfOtherFormat || (all && found.Stored.Record.Version < audit.Books.Version);
            var outcome = !isDue ? SnapshotOutcome.Unchanged
                : snapshots is null ? SnapshotOutcome.WouldBeRebuilt
                : await snapshots.ReplaceAsync(
                    company, found.Stored, right ??= new SnapshotRecord(audit.Books.Version, audit.Hash, BooksSnapshot.Encode(audit.Books)), cancellationToken)
                    ? SnapshotOutcome.Rebuilt : SnapshotOutcome.Overtaken;
            await AddAsync(company, found, outcome, audit.Books.Version);
        }
    }

    private async Task AddAsync(StoredCompany company, CheckedSnapshot found, SnapshotOutcome outcome, long head)
    {
        // What overtook one that is off may be of the same books.
        _left += found.Fault is not null && outcome != SnapshotOutcome.Rebuilt ? 1 : 0;
        var isRebuilt = outcome is SnapshotOutcome.Rebuilt or SnapshotOutcome.WouldBeRebuilt;
        Totals = Totals with
        {
            Snapshots = Totals.Snapshots + 1,
            Off = Totals.Off + (found.Fault is null ? 0 : 1),
            Rebuilt = Totals.Rebuilt + (isRebuilt ? 1 : 0),
            Unchanged = Totals.Unchanged + (isRebuilt ? 0 : 1),
        };
        if (outcome == SnapshotOutcome.Unchanged)
            return;
        var what = found.Fault ?? (found.IsOfOtherFormat ? "the snapshot of this version is of another version of the program" : null);
        await report(new SnapshotFinding(company.CompanyId, found.Stored.Record.Version, what, outcome, outcome == SnapshotOutcome.Rebuilt ? head : null));
    }
}
