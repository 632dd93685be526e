using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Control;

/// <inheritdoc cref="IControlStore"/>
internal sealed class PostgresControlStore(Database database, EntryWriter writer, ChangeLog changes) : IControlStore
{
    private const string Empty =
        "SELECT NOT EXISTS (SELECT 1 FROM usage.companies) AND NOT EXISTS (SELECT 1 FROM usage.ats) AND NOT EXISTS (SELECT 1 FROM usage.keys)";

    // After a start each company is looked up once, in the order of its first call.
    private readonly Gathering<string, CompanyRow?> _companies = new(
        new GatheringBounds(LanesMax: 1, AloneMax: 1, WeightMax: 256),
        wanted => FindTogetherAsync(database, wanted),
        (companyId, cancellationToken) => FindAloneAsync(database, companyId, cancellationToken));

    public Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                // Before the look: one that is out of date by its end is told of by the next.
                var history = database.History.Number;
                return await changes.SinceAsync(c, revision, cancellationToken) with { History = history };
            },
            cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(c => c.ScalarAsync<bool>(Empty, cancellationToken), cancellationToken);

    public Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => _companies.AskAsync(companyId, 1, cancellationToken);

    public async Task<IReadOnlyList<CompanyRow>> FindCompaniesAsync(IReadOnlyCollection<string> companyIds, CancellationToken cancellationToken) =>
        await database.ReadAsync(c => CompanyRows.FindAsync(c, companyIds, cancellationToken), cancellationToken);

    public Task<PageOf<CompanyRow>> ListCompaniesAsync(PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => CompanyRows.ListAsync(c, page, cancellationToken), cancellationToken);

    public async Task<StoreWrite> CreateCompanyAsync(
        CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit, CancellationToken cancellationToken)
    {
        var tokens = await writer.TokensAsync(entries, cancellationToken);
        return await WriteAsync(t => CompanyRows.CreateAsync(t, company, entries, tokens, audit, cancellationToken), cancellationToken);
    }

    public Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AtsRows.FindAsync(c, atsId, cancellationToken), cancellationToken);

    public Task<PageOf<AtsRow>> ListAtsAsync(PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AtsRows.ListAsync(c, page, cancellationToken), cancellationToken);

    public Task<StoreWrite> PutAtsAsync(
        string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit, CancellationToken cancellationToken) =>
        WriteAsync(t => AtsRows.PutAsync(t, atsId, atsName, companyIds, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> AddAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        WriteAsync(t => AtsRows.AddMemberAsync(t, atsId, companyId, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> RemoveAtsMemberAsync(
        string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        WriteAsync(t => AtsRows.RemoveMemberAsync(t, atsId, companyId, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> DeleteAtsAsync(string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        WriteAsync(t => AtsRows.DeleteAsync(t, atsId, at, audit, cancellationToken), cancellationToken);

    public Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => KeyRows.FindAsync(c, keyId, cancellationToken), cancellationToken);

    public Task<PageOf<KeyRow>> ListKeysAsync(PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => KeyRows.ListAsync(c, page, cancellationToken), cancellationToken);

    public Task<StoreWrite> CreateKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) =>
        WriteAsync(t => KeyRows.CreateAsync(t, key, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> CreateFirstKeyAsync(KeyRow key, AuditRecord audit, CancellationToken cancellationToken) =>
        WriteAsync(t => KeyRows.CreateFirstAsync(t, key, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> ChangeKeyAsync(
        string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        WriteAsync(t => KeyRows.ChangeAsync(t, keyId, change, audit, cancellationToken), cancellationToken);

    public Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) =>
        database.WriteAsync(c => KeyRows.TouchAsync(c, lastUsed, cancellationToken), cancellationToken);

    public Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(c => RateRows.LoadAsync(c, cancellationToken), cancellationToken);

    public Task<StoreWrite> ChangeRatesAsync(Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken) =>
        WriteAsync(t => RateRows.ChangeAsync(t, change, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<CostKeyDefinition>> CostKeyVersionsAsync(string costKey, CancellationToken cancellationToken) =>
        await database.ReadAsync(c => RateRows.VersionsAsync(c, costKey, cancellationToken), cancellationToken);

    public Task<PageOf<AuditRecord>> ListAuditAsync(PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AuditRows.ListAsync(c, page, cancellationToken), cancellationToken);

    private static async Task<CompanyRow?> FindAloneAsync(Database database, string companyId, CancellationToken cancellationToken) =>
        await database.ReadAsync(c => CompanyRows.FindAsync(c, [companyId], cancellationToken), cancellationToken) is [var row] ? row : null;

    private static async Task FindTogetherAsync(Database database, IReadOnlyList<Wanted<string, CompanyRow?>> wanted)
    {
        var rows = await database.ReadTogetherAsync(c => CompanyRows.FindAsync(c, wanted.Select(w => w.Question), CancellationToken.None));
        var byId = rows.ToDictionary(r => r.CompanyId, StringComparer.Ordinal);
        foreach (var one in wanted)
            one.SetResult(byId.GetValueOrDefault(one.Question));
    }

    private Task<StoreWrite> WriteAsync(Func<ControlTransaction, Task<StoreWrite>> write, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, write, cancellationToken);
}
