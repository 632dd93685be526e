using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>What a company's ledger says of it besides usage.</summary>
/// <param name="Billing">Which billing system is in force when.</param>
/// <param name="ClosedAt">From when events are rejected; null: open.</param>
/// <param name="PriceOverrides">The company's own price rules.</param>
public sealed record CompanySettings(BillingHistory Billing, Instant? ClosedAt, PriceRuleSet PriceOverrides)
{
    /// <summary>Which plan the company is on when.</summary>
    public PlanHistory Plans { get; init; } = PlanHistory.Empty;

    /// <summary>Those of a company's books.</summary>
    internal static CompanySettings Of(CompanyBooks books) => new(books.Billing, books.ClosedAt, books.PriceOverrides) { Plans = books.Plans };
}
