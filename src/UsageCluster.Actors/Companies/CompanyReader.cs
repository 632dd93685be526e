using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// Rows of one committed view: which they are is known in memory, what they hold is read from the ledger, where no later activation changes it. Throws
/// <see cref="RetryableException"/> where the ledger cannot be read.
/// </summary>
internal sealed class CompanyReader(CompanyServices services, int companyNo, CompanyView view)
{
    /// <summary>See <see cref="IUsageClient.RowsAsync"/>.</summary>
    public async Task<RowPage> RowsAsync(RowQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Take, RowQuery.TakeMax, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Versions?.Count ?? 0, RowQuery.TakeMax, nameof(query));
        if (query.KeysOnly)
            return new RowPage(view.Rows(query.CostKey).Count(query.Range), [], []) { Keys = Keys(query) };
        var (total, versions) = query switch
        {
            { Versions: { } asked } => (asked.Count, [.. asked]),
            { Kind: RowKind.Corrections } => Corrections(query),
            _ => History(query),
        };
        var read = new List<long>(versions);
        var trails = 0;
        for (var i = 0; i < versions.Length && query.WithCorrections; i++)
        {
            if (view.CorrectionsOf(versions[i]) is not { } trail)
                continue;
            read.AddRange(trail.Versions);
            trails++;
        }

        var entries = await ReadAsync(read);
        LedgerEntry[] rows = [.. versions.Select(v => entries[v])];
        CorrectionEntry[] corrections = trails == 0
            ? []
            : [.. read.Skip(versions.Length).Order().Select(v => (CorrectionEntry)entries[v])];
        return new RowPage(total, rows, corrections) { Plans = view.Plans };
    }

    /// <summary>See <see cref="IUsageClient.FindEventAsync"/>.</summary>
    public async Task<EventRecord?> FindEventAsync(string eventId)
    {
        var found = await AskAsync(ledger => ledger.FindEventsAsync(companyNo, [eventId], CancellationToken.None));

        // One that the view does not show yet is not acknowledged.
        if (found.Count == 0 || found[0].Version > view.Version)
            return null;
        if (view.CorrectionsOf(found[0].Version) is not { } trail)
            return new EventRecord(found[0], []);
        var entries = await ReadAsync(trail.Versions);
        return new EventRecord(found[0], [.. trail.Versions.Select(v => (CorrectionEntry)entries[v])]);
    }

    private (long Total, long[] Versions) History(RowQuery query) =>
        (view.Rows(query.CostKey).Count(query.Range), [.. Keys(query).Select(k => k.Version)]);

    private IReadOnlyList<RowKey> Keys(RowQuery query)
    {
        var rows = view.Rows(query.CostKey);
        return query.Behind is { } behind ? rows.Behind(query.Range, behind, query.Take) : rows.Newest(query.Range, query.Skip, query.Take);
    }

    private (long Total, long[] Versions) Corrections(RowQuery query)
    {
        var versions = view.CorrectionVersions();
        return (versions.Count, [.. versions.Skip((int)Math.Min(query.Skip, int.MaxValue)).Take(query.Take)]);
    }

    private async Task<Dictionary<long, LedgerEntry>> ReadAsync(IReadOnlyList<long> versions)
    {
        var distinct = versions.Distinct().ToArray();
        var entries = new Dictionary<long, LedgerEntry>(distinct.Length);
        for (var start = 0; start < distinct.Length; start += services.Options.ReadPageEntriesMax)
        {
            var part = distinct[start..Math.Min(distinct.Length, start + services.Options.ReadPageEntriesMax)];
            foreach (var entry in await AskAsync(ledger => ledger.ReadVersionsAsync(companyNo, part, CancellationToken.None)))
                entries[entry.Version] = entry;
        }

        return entries.Count == distinct.Length
            ? entries
            : throw new RetryableException(RetryableFailure.Unavailable, "The ledger does not have entries that the books have.");
    }

    private async Task<T> AskAsync<T>(Func<ILedger, Task<T>> ask)
    {
        try
        {
            return await ask(services.Ledger);
        }
        catch (Exception exception) when (exception is not RetryableException)
        {
            throw new RetryableException(RetryableFailure.Unavailable, "The ledger could not be read.", exception);
        }
    }
}
