using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Objects of tests, with defaults for what a test does not care about.</summary>
internal static class Make
{
    public const string Company = "acme";

    public static UsageEvent Event(
        Instant? at = null,
        long durationMs = 60_000,
        string costKey = UsageEvent.DefaultCostKey,
        string? focus = null,
        bool isTest = false) => new()
        {
            EventId = "event-1",
            CompanyId = Company,
            OccurredAt = at ?? At.Start,
            DurationMs = durationMs,
            CostKey = costKey,
            AgentFocus = focus,
            IsTest = isTest,
        };

    public static UsageEntry Usage(
        long version,
        Instant at,
        long quantity,
        string costKey = UsageEvent.DefaultCostKey,
        BillingSystem system = BillingSystem.Minutes,
        bool counts = true,
        bool isTest = false,
        string? focus = null) => new()
        {
            Version = version,
            RecordedAt = At.Start,
            Event = Event(at, costKey: costKey, focus: focus, isTest: isTest) with { EventId = $"event-{version}" },
            System = system,
            Quantity = quantity,
            CountsAsInterview = counts,
        };

    public static SwitchEntry Switch(long version, BillingSystem system, Instant? at = null) =>
        new() { Version = version, RecordedAt = At.Start, At = at ?? Instant.Always, System = system };

    public static ClosingEntry Closing(long version, Instant? closedAt) =>
        new() { Version = version, RecordedAt = At.Start, ClosedAt = closedAt };

    public static PriceOverrideEntry Override(long version, PriceRule rule) => new() { Version = version, RecordedAt = At.Start, Rule = rule };

    public static PlanAssignmentEntry Assign(long version, string planId, Instant? since = null) =>
        new() { Version = version, RecordedAt = At.Start, PlanId = planId, Since = since ?? Instant.Always };

    public static PriceRule Rule(
        string focus = PriceRule.AnyFocus, int version = 1, long baseCost = 0, long included = 0, long perMinute = 0, Instant? from = null) =>
        new(focus, version, baseCost, included, perMinute, from ?? Instant.Always);

    public static PlanVersion Plan(
        string planId, long fee = 0, long included = 0, long price = 0, int? increment = null, BillingSystem unit = BillingSystem.Minutes) => new()
        {
            PlanId = planId,
            Version = 1,
            Since = Instant.Always,
            Name = "Plan",
            MonthlyFeeMicro = fee,
            Currency = "EUR",
            Unit = unit,
            IncludedMicro = included,
            PriceMicro = price,
            BillingIncrementSeconds = increment,
        };

    public static RateBook Rates(params PriceRule[] rules) => new(1, new PriceRuleSet(rules), []);

    public static CompanyBooks Books(params LedgerEntry[] entries)
    {
        var books = new CompanyBooks(Company);
        books.Apply(entries);
        return books;
    }
}
