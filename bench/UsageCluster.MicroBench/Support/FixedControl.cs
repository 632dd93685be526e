using UsageCluster.Actors.Control;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;
using UsageCluster.TestKit.Stores;

namespace UsageCluster.MicroBench.Support;

/// <summary>A control plane with generated companies, one ATS of all of them, and a key of each kind.</summary>
internal sealed class FixedControl(int companies) : PartialControlStore
{
    public const string AtsId = "ats";

    private readonly MintedKey[] _keys = [ApiKey.Mint(KeyKind.Company), ApiKey.Mint(KeyKind.Ats), ApiKey.Mint(KeyKind.Runtime)];

    private readonly AtsRow _ats = new(
        AtsId, "The ATS", [.. Enumerable.Range(0, companies).Select(n => new AtsMember(GeneratedUsage.CompanyId(n), GeneratedUsage.CompanyName(n)))]);

    /// <summary>The key of company 0.</summary>
    public string CompanyKey => _keys[0].Text;

    public string AtsKey => _keys[1].Text;

    public string RuntimeKey => _keys[2].Text;

    public override Task<ControlChanges> ChangesSinceAsync(long revision, CancellationToken cancellationToken) =>
        Task.FromResult(new ControlChanges(0, []));

    public override Task<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        var place = Array.FindIndex(_keys, k => k.KeyId == keyId);
        return Task.FromResult(place < 0 ? null : new KeyRow
        {
            KeyId = keyId,
            Kind = place switch { 0 => KeyKind.Company, 1 => KeyKind.Ats, _ => KeyKind.Runtime },
            Owner = place switch { 0 => GeneratedUsage.CompanyId(0), 1 => AtsId, _ => null },
            Name = "a bench's",
            Scopes = [place == 2 ? Scopes.WriteUsage : Scopes.ReadBilling],
            SecretHash = _keys[place].SecretHash,
            CreatedAt = Instant.Earliest,
        });
    }

    public override Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => Task.FromResult<CompanyRow?>(
        new CompanyRow(companyId, "C" + companyId[1..].Replace('-', ' '), BillingSystem.Minutes, Instant.Always, null));

    public override Task<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => Task.FromResult(atsId == AtsId ? _ats : null);

    public override Task<RateBook> LoadRatesAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new RateBook(0, PriceRuleSet.Empty, []));

    public override Task TouchKeysAsync(IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) => Task.CompletedTask;
}
