using System.Collections.Frozen;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Currencies;

namespace UsageCluster.Gateway.Monthly;

/// <summary>
/// Prices of monthly rows (contract, "GET /billing/usage/monthly"): the version of the catalogue that held when a use occurred; no currency and 0 where
/// it has no price. Everything else that the catalogue says about a cost key is its latest version's.
/// </summary>
internal sealed class MonthlyPrices
{
    private readonly FrozenDictionary<string, CostKeyDefinition[]> _versions;

    /// <summary>The prices of a rate book.</summary>
    public MonthlyPrices(RateBook book)
    {
        Book = book;
        _versions = book.CostKeyVersions.GroupBy(v => v.CostKey, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(v => v.Version).ToArray(), StringComparer.Ordinal);
        Changes = [.. book.CostKeyVersions.Select(v => v.Since).Distinct().Order()];
    }

    /// <summary>The book that they were made from.</summary>
    public RateBook Book { get; }

    /// <summary>The instants from which another price may hold, in order.</summary>
    public IReadOnlyList<Instant> Changes { get; }

    /// <summary>What is said about a cost key today; null where the catalogue does not have it.</summary>
    public CostKeyDefinition? Definition(string costKey) => Book.CostKeys.GetValueOrDefault(costKey);

    /// <summary>The price of a line's uses at an instant.</summary>
    public MonthlyPrice Of(LineKey key, Instant at)
    {
        // Credits are priced by a plan alone.
        if (key.System == BillingSystem.Credits)
            return new MonthlyPrice(0, CurrencyList.NoCurrency, "OTHER");
        var version = InForce(key.CostKey, at);
        var unit = version?.Unit ?? "MINUTES";
        return version is { PriceMicro: { } price, Currency: { } currency }
            ? new MonthlyPrice(price, currency, unit)
            : new MonthlyPrice(0, CurrencyList.NoCurrency, unit);
    }

    private CostKeyDefinition? InForce(string costKey, Instant at)
    {
        if (!_versions.TryGetValue(costKey, out var versions))
            return null;
        for (var i = versions.Length - 1; i > 0; i--)
        {
            if (versions[i].Since <= at)
                return versions[i];
        }

        return versions[0];
    }
}
