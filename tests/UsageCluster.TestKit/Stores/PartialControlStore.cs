using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.TestKit.Stores;

/// <summary>A store of which a test makes what it needs; nothing else may be called.</summary>
public abstract class PartialControlStore : IControlStore
{
    public virtual Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) => throw Unused();

    public virtual Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => throw Unused();

    public virtual Task<IReadOnlyList<CompanyRow>> FindCompaniesAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<PageOf<CompanyRow>> ListCompaniesAsync(PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> CreateCompanyAsync(
        CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<PageOf<AtsRow>> ListAtsAsync(PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> PutAtsAsync(
        string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit, CancellationToken cancellationToken) =>
        throw Unused();

    public virtual Task<StoreWrite> AddAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> RemoveAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> DeleteAtsAsync(string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<PageOf<KeyRow>> ListKeysAsync(PageRequest page, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> CreateKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> CreateFirstKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> ChangeKeyAsync(
        string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Unused();

    public virtual Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<StoreWrite> ChangeRatesAsync(Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<IReadOnlyList<CostKeyDefinition>> CostKeyVersionsAsync(string costKey, CancellationToken cancellationToken) => throw Unused();

    public virtual Task<PageOf<AuditRecord>> ListAuditAsync(PageRequest page, CancellationToken cancellationToken) => throw Unused();

    private static InvalidOperationException Unused() => new("Nothing is expected to call this.");
}
