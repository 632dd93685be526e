using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Control;

/// <summary>Rows that a test changes, as another node would; reads are counted and can be held after they have seen the rows.</summary>
internal sealed class FakeControlStore : PartialControlStore
{
    private readonly Dictionary<string, KeyRow> _keys = [];
    private readonly Dictionary<string, CompanyRow> _companies = [];
    private readonly Dictionary<string, (string Name, string[] Members)> _ats = [];
    private readonly List<ControlChange> _changes = [];
    private RateBook _rates = new(1, PriceRuleSet.Empty, []);

    /// <summary>Held between a read's look at the rows and its answer.</summary>
    public Gate Answering { get; } = new();

    /// <summary>Held between a look at the changes and its answer.</summary>
    public Gate Looking { get; } = new();

    /// <summary>Reads of rows, looks at the changes not counted.</summary>
    public int Reads { get; private set; }

    /// <summary>Looks at the changes.</summary>
    public int Looks { get; private set; }

    public bool IsDown { get; set; }

    /// <summary>Whether a look names no rows: too many changed.</summary>
    public bool ForgetsChanges { get; set; }

    /// <summary>Counts the histories of the store.</summary>
    public int History { get; set; }

    /// <summary>Takes the last change out of the log, as a standby that lacked it and made another one since.</summary>
    public void ForgetLastChange() => _changes.RemoveAt(_changes.Count - 1);

    public void Put(KeyRow key) => Change(ControlKind.Key, key.KeyId, () => _keys[key.KeyId] = key);

    public void PutKey(string id, string name = "a key") => Put(new KeyRow
    {
        KeyId = id,
        Kind = KeyKind.Admin,
        Name = name,
        Scopes = [],
        SecretHash = [],
        CreatedAt = Instant.Earliest,
    });

    public void PutCompany(string id, string name) =>
        Change(ControlKind.Company, id, () => _companies[id] = new CompanyRow(id, name, BillingSystem.Minutes, Instant.Always, null));

    public void PutAts(string id, params string[] companyIds) => Change(ControlKind.Ats, id, () => _ats[id] = (id, companyIds));

    public void DeleteAts(string id) => Change(ControlKind.Ats, id, () => _ats.Remove(id));

    public void AddRule(PriceRule rule) => Change(
        ControlKind.Rates, "", () => _rates = new RateBook(_rates.Revision + 1, _rates.GeneralRules.With(rule), _rates.CostKeys.Values, _rates.Plans));

    public override Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken)
    {
        Looks++;
        if (IsDown)
            throw new LedgerUnavailableException("down");
        var changes = revision < 0 ? [] : _changes[(int)revision..];
        return AnswerAsync(new ControlChanges(_changes.Count, ForgetsChanges ? null : changes) { History = History }, Looking);
    }

    public override Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) => ReadAsync(_keys.GetValueOrDefault(keyId));

    public override Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) =>
        ReadAsync(_companies.GetValueOrDefault(companyId));

    public override Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => ReadAsync(
        _ats.TryGetValue(atsId, out var ats) ? new AtsRow(atsId, ats.Name, [.. ats.Members.Select(m => new AtsMember(m, _companies[m].CompanyName))]) : null);

    public override Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) => ReadAsync(_rates);

    private void Change(ControlKind kind, string id, Action change)
    {
        change();
        _changes.Add(new ControlChange(kind, id));
    }

    private Task<T> ReadAsync<T>(T seen)
    {
        Reads++;
        return IsDown ? throw new LedgerUnavailableException("down") : AnswerAsync(seen, Answering);
    }

    private async Task<T> AnswerAsync<T>(T seen, Gate gate)
    {
        await Task.Yield();
        await gate.PassAsync();
        return seen;
    }
}
