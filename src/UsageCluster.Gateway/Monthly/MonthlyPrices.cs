using System.Collections.Frozen;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Currencies;

namespace UsageCluster.Gateway.Monthly;

/// <summary>
/// Prices of uses (contract, "GET /billing/usage/monthly"): by the version of the catalogue that held when a use occurred, else by that of the plan, gross
/// of its allowance; no currency and 0 where neither has a price. Everything else that the catalogue says about a cost key is its latest version's.
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
        var plans = book.Plans.Latest.SelectMany(p => book.Plans.Versions(p.PlanId));
        Changes = [.. book.CostKeyVersions.Select(v => v.Since).Concat(plans.Select(v => v.Since)).Distinct().Order()];
    }

    /// <summary>The book that they were made from.</summary>
    public RateBook Book { get; }

    /// <summary>The instants from which another price may hold while a company stays on its plan, in order.</summary>
    public IReadOnlyList<Instant> Changes { get; }

    /// <summary>What is said about a cost key today; null where the catalogue does not have it.</summary>
    public CostKeyDefinition? Definition(string costKey) => Book.CostKeys.GetValueOrDefault(costKey);

    /// <summary>Whether a plan is in the book; one that a company has just been put on may be newer.</summary>
    public bool Knows(string? planId) => planId is null || Book.Plans.Versions(planId).Count > 0;

    /// <summary>The price of a line's uses at an instant at which the company was on a plan; null: on none.</summary>
    public MonthlyPrice Of(LineKey key, string? planId, Instant at)
    {
        // Credits are priced by a plan alone.
        var version = key.System == BillingSystem.Credits ? null : InForce(key.CostKey, at);
        var unit = key.System == BillingSystem.Credits ? "OTHER" : version?.Unit ?? "MINUTES";
        if (version is { PriceMicro: { } price, Currency: { } currency })
            return new MonthlyPrice(price, currency, unit);

        // A plan prices minutes or credits, and nothing that is counted in another unit.
        return unit is "MINUTES" or "OTHER" && planId is not null && Book.Plans.InForce(planId, at) is { } plan && plan.Unit == key.System
            ? new MonthlyPrice(plan.PriceMicro, plan.Currency, unit)
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
