using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

public class DecideTests
{
    private static readonly Instant Now = At.Of("2026-03-01T12:00:00Z");

    [Fact]
    public void A_minutes_company_books_milliseconds()
    {
        var decision = Decide(Make.Books(Make.Switch(1, BillingSystem.Minutes)), Make.Event(durationMs: 20_000, focus: "sales"));
        Assert.Equal(new BookingDecision { System = BillingSystem.Minutes, Quantity = 20_000, CountsAsInterview = true }, decision);
    }

    [Fact]
    public void A_credits_company_books_by_the_first_rule_that_matches_at_occurred_at()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Credits), Make.Override(2, Make.Rule("sales", 5, baseCost: 7, from: At.Tick(1))));
        var rates = Make.Rates(Make.Rule(baseCost: 2, perMinute: 1_000_000));
        var before = Decide(books, Make.Event(At.Tick(0), 90_000, focus: "sales"), rates);
        Assert.Equal((1_500_002, new RuleRef(false, true, 1)), (before.Quantity, before.Rule));
        var after = Decide(books, Make.Event(At.Tick(1), 90_000, focus: "sales"), rates);
        Assert.Equal((7, new RuleRef(true, false, 5)), (after.Quantity, after.Rule));
        Assert.Equal(BillingSystem.Credits, after.System);
    }

    [Fact]
    public void An_event_is_booked_in_the_system_in_force_where_it_occurred()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes, At.Tick(0)), Make.Switch(2, BillingSystem.Credits, At.Tick(10)));
        var rates = Make.Rates(Make.Rule());
        Assert.Equal(BillingSystem.Minutes, Decide(books, Make.Event(At.Tick(9)), rates).System);
        Assert.Equal(BillingSystem.Credits, Decide(books, Make.Event(At.Tick(10)), rates).System);
    }

    [Fact]
    public void An_event_may_lie_five_minutes_ahead_and_no_more()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        Assert.Null(Decide(books, Make.Event(Now.Plus(TimeSpan.FromMinutes(5)))).RejectionCode);
        var beyond = Now.Plus(TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1));
        AssertRejected(RejectionCodes.OccurredInFuture, "occurredAt", Decide(books, Make.Event(beyond)));
        AssertRejected(RejectionCodes.OccurredInFuture, "occurredAt", Decide(books, Make.Event(Instant.Latest)));
    }

    [Fact]
    public void An_event_before_the_first_system_is_rejected()
    {
        AssertRejected(RejectionCodes.NoBillingSystem, "occurredAt", Decide(new CompanyBooks(Make.Company), Make.Event()));
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes, At.Tick(1)));
        AssertRejected(RejectionCodes.NoBillingSystem, "occurredAt", Decide(books, Make.Event(At.Tick(0))));
        Assert.Null(Decide(books, Make.Event(At.Tick(1))).RejectionCode);
    }

    [Fact]
    public void A_closed_company_takes_events_from_before_its_closing_alone()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Closing(2, At.Tick(5)));
        Assert.Null(Decide(books, Make.Event(At.Tick(4))).RejectionCode);
        AssertRejected(RejectionCodes.CompanyClosed, "occurredAt", Decide(books, Make.Event(At.Tick(5))));
        books.Apply([Make.Closing(3, null)]);
        Assert.Null(Decide(books, Make.Event(At.Tick(5))).RejectionCode);
    }

    [Fact]
    public void The_first_reason_of_several_is_given()
    {
        var books = Make.Books(Make.Closing(1, At.Tick(0)));
        Assert.Equal(RejectionCodes.OccurredInFuture, Decide(books, Make.Event(Instant.Latest)).RejectionCode);
        Assert.Equal(RejectionCodes.NoBillingSystem, Decide(books, Make.Event()).RejectionCode);
        books.Apply([Make.Switch(2, BillingSystem.Minutes)]);
        Assert.Equal(RejectionCodes.CompanyClosed, Decide(books, Make.Event()).RejectionCode);
    }

    [Fact]
    public void A_test_has_no_quantity_and_no_rule_but_meets_the_same_gates()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Credits, At.Tick(1)), Make.Closing(2, At.Tick(5)));
        var decision = Decide(books, Make.Event(At.Tick(1), isTest: true), pendingCredits: long.MaxValue);
        Assert.Equal(new BookingDecision { System = BillingSystem.Credits, CountsAsInterview = true }, decision);
        Assert.Equal(RejectionCodes.OccurredInFuture, Decide(books, Make.Event(Instant.Latest, isTest: true)).RejectionCode);
        Assert.Equal(RejectionCodes.NoBillingSystem, Decide(books, Make.Event(At.Tick(0), isTest: true)).RejectionCode);
        Assert.Equal(RejectionCodes.CompanyClosed, Decide(books, Make.Event(At.Tick(5), isTest: true)).RejectionCode);
    }

    [Fact]
    public void The_total_with_what_is_pending_stays_within_64_bits()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), long.MaxValue - 100));
        Assert.Null(Decide(books, Make.Event(durationMs: 60), pendingMinutes: 40).RejectionCode);
        AssertRejected(RejectionCodes.QuantityOverflow, "durationSeconds", Decide(books, Make.Event(durationMs: 61), pendingMinutes: 40));
        Assert.Null(Decide(books, Make.Event(durationMs: 100), pendingCredits: long.MaxValue).RejectionCode);
    }

    [Fact]
    public void A_cost_that_leaves_64_bits_is_rejected()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Credits));
        AssertRejected(RejectionCodes.QuantityOverflow, "durationSeconds", Decide(
            books, Make.Event(durationMs: 120_000), Make.Rates(Make.Rule(perMinute: long.MaxValue))));
        AssertRejected(RejectionCodes.QuantityOverflow, "durationSeconds", Decide(
            books, Make.Event(), Make.Rates(Make.Rule(baseCost: 2)), pendingCredits: long.MaxValue - 1));
    }

    [Fact]
    public void Rates_that_do_not_cover_a_credits_company_say_so_to_the_caller() =>
        Assert.Equal(
            RejectionCodes.NoPriceRule, Decide(Make.Books(Make.Switch(1, BillingSystem.Credits)), Make.Event(), Make.Rates()).RejectionCode);

    [Fact]
    public void A_cost_key_beyond_the_bound_is_rejected()
    {
        var uses = Enumerable.Range(2, CompanyBooks.CostKeysMax - 1).Select(i => Make.Usage(i, At.Start, 1, $"key-{i}"));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]);
        Assert.Null(Decide(books, Make.Event(costKey: "one-more")).RejectionCode);
        Assert.Null(Decide(books, Make.Event(costKey: "one-more"), pendingKeys: ["one-more", "key-2"]).RejectionCode);
        AssertRejected(RejectionCodes.TooManyCostKeys, "costKey", Decide(books, Make.Event(costKey: "two-more"), pendingKeys: ["one-more"]));
        Assert.Null(Decide(books, Make.Event(costKey: "two-more"), pendingKeys: ["key-2"]).RejectionCode);
        books.Apply([Make.Usage(books.Version + 1, At.Start, 1, "one-more", BillingSystem.Credits)]);
        AssertRejected(RejectionCodes.TooManyCostKeys, "costKey", Decide(books, Make.Event(costKey: "two-more")));
        Assert.Null(Decide(books, Make.Event(costKey: "one-more")).RejectionCode);
        Assert.Null(Decide(books, Make.Event(costKey: "two-more", isTest: true)).RejectionCode);
    }

    [Fact]
    public void Deciding_changes_nothing()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var view = books.View();
        Decide(books, Make.Event(costKey: "new"));
        Assert.Same(view, books.View());
        Assert.False(books.HasCostKey("new"));
    }

    private static BookingDecision Decide(
        CompanyBooks books,
        UsageEvent report,
        RateBook? rates = null,
        long pendingMinutes = 0,
        long pendingCredits = 0,
        HashSet<string>? pendingKeys = null) =>
        books.Decide(report, rates ?? Make.Rates(Make.Rule()), Now, pendingMinutes, pendingCredits, pendingKeys);

    private static void AssertRejected(string code, string field, BookingDecision decision) =>
        Assert.Equal((code, field), (decision.RejectionCode, decision.Field));
}
