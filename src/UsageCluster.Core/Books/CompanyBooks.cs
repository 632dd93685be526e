using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>
/// One company's state: the fold over its ledger's entries in order of version. Not safe for concurrent use; readers take
/// <see cref="View"/>s, which later entries do not change.
/// </summary>
public sealed class CompanyBooks(string companyId)
{
    /// <summary>Distinct cost keys that one company may use.</summary>
    public const int CostKeysMax = 10_000;

    /// <summary>The company.</summary>
    public string CompanyId { get; } = companyId;

    /// <summary>The version of the last entry applied; 0 before the first.</summary>
    public long Version => throw new NotSupportedException();

    /// <summary>Which billing system is in force when.</summary>
    public BillingHistory Billing => throw new NotSupportedException();

    /// <summary>From when events are rejected; null: open.</summary>
    public Instant? ClosedAt => throw new NotSupportedException();

    /// <summary>The company's own price rules.</summary>
    public PriceRuleSet PriceOverrides => throw new NotSupportedException();

    /// <summary>
    /// Decides on an event in the order: occurred_in_future, no_billing_system, company_closed, rating, overflow.
    /// Does not know duplicates. Does not change the books. Totals are guarded so that no sum of a range can leave 64 bits:
    /// <paramref name="pendingMinutesMs"/> and <paramref name="pendingCreditsMicro"/> are what is decided but not applied yet.
    /// </summary>
    public BookingDecision Decide(UsageEvent report, RateBook rates, Instant now, long pendingMinutesMs, long pendingCreditsMicro) =>
        throw new NotSupportedException();

    /// <summary>Applies entries in order; throws <see cref="InvalidDataException"/> if a version does not follow.</summary>
    public void Apply(IReadOnlyList<LedgerEntry> entries) => throw new NotSupportedException();

    /// <summary>An immutable view of what has been applied. Cheap: shares structure with the books.</summary>
    public CompanyView View() => throw new NotSupportedException();
}
