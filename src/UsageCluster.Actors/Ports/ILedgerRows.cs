using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// The rows of ledgers as they lie in a store, to be checked beside the processes that serve from it: read only, without a lease, an epoch or a lock,
/// each call on its own. Throws <see cref="LedgerUnavailableException"/> when the store cannot be read.
/// </summary>
public interface ILedgerRows : IAsyncDisposable
{
    /// <summary>Up to <paramref name="limit"/> companies behind an id ("" for the first), by id (ordinal).</summary>
    Task<IReadOnlyList<StoredCompany>> CompaniesAsync(string afterCompanyId, int limit, CancellationToken cancellationToken);

    /// <summary>A company; null: none of that id.</summary>
    Task<StoredCompany?> FindCompanyAsync(string companyId, CancellationToken cancellationToken);

    /// <summary>Where a company's ledger ends by its head; null: it has no head.</summary>
    Task<StoredHead?> HeadAsync(StoredCompany company, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> entries behind a version, in order.</summary>
    Task<IReadOnlyList<StoredEntry>> EntriesAsync(StoredCompany company, long afterVersion, int limit, CancellationToken cancellationToken);

    /// <summary>The company's snapshots, wherever the store keeps some; in any order.</summary>
    Task<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(StoredCompany company, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="limit"/> members of ATSs behind one (null for the first), by ATS id (ordinal), then company number; each with its company as of
    /// the same moment.
    /// </summary>
    Task<IReadOnlyList<StoredMember>> AtsMembersAsync(StoredMember? after, int limit, CancellationToken cancellationToken);

    /// <summary>General price rules and plans, each with all its versions.</summary>
    Task<RateBook> RatesAsync(CancellationToken cancellationToken);
}
