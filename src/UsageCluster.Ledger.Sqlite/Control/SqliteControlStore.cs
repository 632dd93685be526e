using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Entries;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <inheritdoc cref="IControlStore"/>
internal sealed class SqliteControlStore(Reader reader, Writer writer, InternedNames names, ControlLog log) : IControlStore
{
    public Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) =>
        reader.RunAsync(session => log.Since(session, revision), cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => reader.RunAsync(
        session => session.FindInteger(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM companies) OR EXISTS (SELECT 1 FROM ats) OR EXISTS (SELECT 1 FROM api_keys)") is null,
        cancellationToken);

    public Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        reader.RunAsync(session => CompanyRows.Find(session, companyId), cancellationToken);

    public Task<IReadOnlyList<CompanyRow>> FindCompaniesAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken) =>
        reader.RunAsync(
            IReadOnlyList<CompanyRow> (session) => companyIds
                .Distinct(StringComparer.Ordinal)
                .Select(id => CompanyRows.Find(session, id))
                .OfType<CompanyRow>()
                .ToList(),
            cancellationToken);

    public Task<PageOf<CompanyRow>> ListCompaniesAsync(PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => CompanyRows.List(session, page), cancellationToken);

    public Task<StoreWrite> CreateCompanyAsync(
        CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit, CancellationToken cancellationToken) =>
        writer.RunAsync(
            session => CompanyRows.Create(session, log, names, company, entries, audit), 1 + entries.Count, cancellationToken);

    public Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) =>
        reader.RunAsync(session => AtsRows.Find(session, atsId), cancellationToken);

    public Task<PageOf<AtsRow>> ListAtsAsync(PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => AtsRows.List(session, page), cancellationToken);

    public Task<StoreWrite> PutAtsAsync(
        string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(
            session => AtsRows.Put(session, log, atsId, atsName, companyIds, audit), 1 + companyIds.Count, cancellationToken);

    public Task<StoreWrite> AddAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AtsRows.AddMember(session, log, atsId, companyId, audit), 1, cancellationToken);

    public Task<StoreWrite> RemoveAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AtsRows.RemoveMember(session, log, atsId, companyId, audit), 1, cancellationToken);

    public Task<StoreWrite> DeleteAtsAsync(string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => AtsRows.Delete(session, log, atsId, at, audit), 1, cancellationToken);

    public Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        reader.RunAsync(session => KeyRows.Find(session, keyId), cancellationToken);

    public Task<PageOf<KeyRow>> ListKeysAsync(PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => KeyRows.List(session, page), cancellationToken);

    public Task<StoreWrite> CreateKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => KeyRows.Create(session, log, key, audit), 1, cancellationToken);

    public Task<StoreWrite> CreateFirstKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) =>
        writer.RunAsync(
            session => KeyRows.List(session, new PageRequest(1, 1)).TotalCount > 0 ? StoreWrite.Unchanged : KeyRows.Create(session, log, key, audit),
            1,
            cancellationToken);

    public Task<StoreWrite> ChangeKeyAsync(
        string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => KeyRows.Change(session, log, keyId, change, audit), 1, cancellationToken);

    public Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) => writer.RunAsync(
        session =>
        {
            foreach (var (keyId, at) in lastUsed)
                KeyRows.Touch(session, keyId, at);
            return lastUsed.Count;
        },
        lastUsed.Count,
        cancellationToken);

    public Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) => reader.RunAsync(RateRows.Load, cancellationToken);

    public Task<StoreWrite> ChangeRatesAsync(Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken) =>
        writer.RunAsync(session => RateRows.Change(session, log, change), 1, cancellationToken);

    public Task<IReadOnlyList<CostKeyDefinition>> CostKeyVersionsAsync(string costKey, CancellationToken cancellationToken) =>
        reader.RunAsync(IReadOnlyList<CostKeyDefinition> (session) => RateRows.Versions(session, costKey), cancellationToken);

    public Task<PageOf<AuditRecord>> ListAuditAsync(PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => AuditRows.List(session, page), cancellationToken);
}
