using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Hosting;

/// <summary>A control plane's rows in memory: the <see cref="MadeUpCompany"/> and its key, and nothing else. It takes nothing.</summary>
internal sealed class MadeUpControl : IControlStore
{
    public Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        MadeUpCompany.LaterAsync(keyId == MadeUpCompany.Key.KeyId ? MadeUpCompany.Key : null);

    public Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        MadeUpCompany.LaterAsync(companyId == MadeUpCompany.Id ? MadeUpCompany.Row : null);

    public Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) => throw Refused();

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<CompanyRow>> FindCompaniesAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken) => throw Refused();

    public Task<PageOf<CompanyRow>> ListCompaniesAsync(PageRequest page, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> CreateCompanyAsync(
        CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit, CancellationToken cancellationToken) => throw Refused();

    public Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => throw Refused();

    public Task<PageOf<AtsRow>> ListAtsAsync(PageRequest page, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> PutAtsAsync(
        string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> AddAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> RemoveAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> DeleteAtsAsync(string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Refused();

    public Task<PageOf<KeyRow>> ListKeysAsync(PageRequest page, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> CreateKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> CreateFirstKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> ChangeKeyAsync(
        string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit, CancellationToken cancellationToken) => throw Refused();

    public Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) => throw Refused();

    public Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) => throw Refused();

    public Task<StoreWrite> ChangeRatesAsync(Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken) => throw Refused();

    public Task<IReadOnlyList<CostKeyDefinition>> CostKeyVersionsAsync(string costKey, CancellationToken cancellationToken) => throw Refused();

    public Task<PageOf<AuditRecord>> ListAuditAsync(PageRequest page, CancellationToken cancellationToken) => throw Refused();

    private static NotSupportedException Refused() => new("Of a made-up control plane only a key and a company are read.");
}
