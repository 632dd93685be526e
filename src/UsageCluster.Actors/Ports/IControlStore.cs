using UsageCluster.Actors.Control;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// The control plane's rows: companies, ATSs, keys, general price rules, catalogue, plans, audit. Each write is one transaction with
/// its audit record and the next revision, and returns once durable. Throws <see cref="LedgerUnavailableException"/> when the store cannot be reached,
/// and <see cref="RetryableException"/> (unknown outcome) when a write may have been committed.
/// A write's <c>audit</c> function gets the row before (null: none) and makes the record.
/// </summary>
public interface IControlStore : ICompanyRows
{
    /// <summary>What changed since a revision; with -1 only the revision.</summary>
    Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken);

    /// <summary>Whether the store holds no company, no ATS and no key.</summary>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);

    /// <summary>Those of the ids that are companies.</summary>
    Task<IReadOnlyList<CompanyRow>> FindCompaniesAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken);

    /// <summary>Companies by id.</summary>
    Task<PageOf<CompanyRow>> ListCompaniesAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>Makes a company with its head and its first ledger entries (chained from genesis, versions from 1); Unchanged if the id exists.</summary>
    Task<StoreWrite> CreateCompanyAsync(
        CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit, CancellationToken cancellationToken);

    /// <summary>An ATS with members and their names; null: none, or deleted.</summary>
    Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken);

    /// <summary>ATSs by id.</summary>
    Task<PageOf<AtsRow>> ListAtsAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>Makes or replaces an ATS with its whole set of members; MissingReference if one is no company.</summary>
    Task<StoreWrite> PutAtsAsync(
        string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Adds a member. NotFound: no such ATS. MissingReference: no such company.</summary>
    Task<StoreWrite> AddAtsMemberAsync(string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Removes a member. NotFound: no such ATS, or not a member.</summary>
    Task<StoreWrite> RemoveAtsMemberAsync(string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Deletes an ATS and revokes its keys for good. NotFound: no such ATS.</summary>
    Task<StoreWrite> DeleteAtsAsync(string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>A key; null: none. Revoked ones are found.</summary>
    Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken);

    /// <summary>Keys, newest first, then by id.</summary>
    Task<PageOf<KeyRow>> ListKeysAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>Keeps a new key. MissingReference: its owner (or a bound company) does not exist.</summary>
    Task<StoreWrite> CreateKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken);

    /// <summary>As <see cref="CreateKeyAsync"/>, if the store has no key yet; Unchanged: it has. Of several at once, one is kept.</summary>
    Task<StoreWrite> CreateFirstKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken);

    /// <summary>Replaces a key's row (rotation, revocation). <paramref name="change"/> gets the row under lock; null: leave it (Unchanged).</summary>
    Task<StoreWrite> ChangeKeyAsync(
        string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Notes when keys were last used; neither audited nor a revision.</summary>
    Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken);

    /// <summary>General price rules, the catalogue and plans at their revision. <c>interview_minutes</c> is added by <see cref="RateBook"/>, not stored.</summary>
    Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Changes general rules, the catalogue or plans: <paramref name="change"/> gets the book under a lock that no append passes, and returns the rule
    /// or version of a cost key or plan to add with its audit record, or null to leave all as it is (Unchanged). Once it returned, no append by an older revision succeeds.
    /// </summary>
    Task<StoreWrite> ChangeRatesAsync(Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken);

    /// <summary>Every version of a cost key, by version.</summary>
    Task<IReadOnlyList<CostKeyDefinition>> CostKeyVersionsAsync(string costKey, CancellationToken cancellationToken);

    /// <summary>Audit records, newest first.</summary>
    Task<PageOf<AuditRecord>> ListAuditAsync(PageRequest page, CancellationToken cancellationToken);
}
