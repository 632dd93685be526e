using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Auditing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>Replays a company's ledger into books of its own, and holds what is served against them.</summary>
internal sealed class Replayer(ILedgerRows rows, AuditOptions auditOptions, ReplayOptions options)
{
    /// <summary>Replays a company and compares a range. Throws what <see cref="ILedgerRows"/> throws, <see cref="ArgumentException"/> for a company that does not exist.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="range">What to compare.</param>
    /// <param name="server">A server to ask; null: none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Replay> RunAsync(string companyId, TimeRange range, ServerUsage? server, CancellationToken cancellationToken)
    {
        var company = await rows.FindCompanyAsync(companyId, cancellationToken) ?? throw new ArgumentException($"There is no company {companyId}.");
        var audit = new CompanyAudit(rows, company, new StoredRates(rows), auditOptions);
        await audit.RunAsync(cancellationToken);
        if (audit.LedgerFault is { } fault)
            return new Replay(companyId, audit.EntriesRead, fault, [], []);
        var (version, months) = (audit.Books.Version, audit.Months);
        var (unused, others) = (new List<string>(), new List<IOtherFigures>());
        var ledger = audit.Books.View();
        foreach (var snapshot in audit.Snapshots)
        {
            var place = snapshot.Stored.ServiceId is { } serviceId ? $"snapshot of {serviceId}'s grains" : "snapshot";
            if (await ServedAsync(company, snapshot, version, cancellationToken) is { } served)
                others.Add(new SnapshotFigures(snapshot.Stored.Record.Version, place, ledger, served));
            else
                unused.Add($"the {place} of version {snapshot.Stored.Record.Version} is taken by no server: " + (snapshot.Fault ?? "it is of another version of the program"));
        }

        if (server is not null)
            others.Add(new ServerFigures(server, rows, company, new LedgerFold(rows, company, audit.Books, audit.Hash, auditOptions.EntriesPage), options));
        var comparisons = new List<Comparison>();
        foreach (var other in others)
        {
            var comparer = new Comparer(other, rows, company, auditOptions.EntriesPage, options);
            comparisons.Add(await comparer.RunAsync(TimeParts.Of(range, months), cancellationToken));
        }

        return new Replay(companyId, version, null, unused, comparisons);
    }

    /// <summary>What a server makes of a snapshot by the rules of its recovery; null: it does not take it.</summary>
    private async Task<CompanyView?> ServedAsync(StoredCompany company, CheckedSnapshot snapshot, long version, CancellationToken cancellationToken)
    {
        var record = snapshot.Stored.Record;
        if (record.Version < 1 || record.Version > version
            || await rows.EntriesAsync(company, record.Version - 1, 1, cancellationToken) is not [var entry] || !entry.Hash.AsSpan().SequenceEqual(record.Hash)
            || !BooksSnapshot.TryDecode(company.CompanyId, record.Books, out var books, looksInside: true) || books!.Version != record.Version)
            return null;
        var fold = new LedgerFold(rows, company, books, record.Hash, auditOptions.EntriesPage);
        await fold.ToAsync(version, cancellationToken);
        return fold.View;
    }
}
