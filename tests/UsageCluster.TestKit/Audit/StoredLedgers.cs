using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.TestKit.Audit;

/// <summary>Reads whole companies from the rows of a store, past the product's memory.</summary>
public static class StoredLedgers
{
    private const int PageMax = 5_000;

    /// <summary>A company up to its head. Throws <see cref="InvalidDataException"/> where it is not there, or a row of it cannot be read.</summary>
    public static async Task<AuditedCompany> ReadAsync(ILedgerRows rows, string companyId, CancellationToken cancellationToken = default)
    {
        var company = await rows.FindCompanyAsync(companyId, cancellationToken) ?? throw new InvalidDataException($"There is no company {companyId}.");
        var head = await rows.HeadAsync(company, cancellationToken) ?? throw new InvalidDataException($"Company {companyId} has no head.");
        List<ChainedEntry> entries = [];
        while (await rows.EntriesAsync(company, entries.Count == 0 ? 0 : entries[^1].Entry.Version, PageMax, cancellationToken) is { Count: > 0 } page)
            entries.AddRange(page.Select(e => new ChainedEntry(e.Entry ?? throw new InvalidDataException($"{companyId}: {e.Fault}"), e.Hash)));
        return new AuditedCompany(companyId, head.Version, head.Hash, entries);
    }
}
