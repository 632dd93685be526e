using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

public class PlanBookingTests
{
    private static readonly PlanVersion Slow = Make.Plan("slow", increment: 60);
    private static readonly PlanVersion Fast = Make.Plan("fast", increment: 6);
    private static readonly RateBook Rates = new(1, new PriceRuleSet([Make.Rule(perMinute: 1_000_000)]), [], new PlanSet([
        Slow, Fast, Slow with { Version = 2, Since = At.Tick(20), BillingIncrementSeconds = 1 },
    ]));

    private static readonly CompanyBooks Company = Make.Books(
        Make.Switch(1, BillingSystem.Minutes), Make.Assign(2, "slow", At.Tick(10)), Make.Assign(3, "fast", At.Tick(30)));

    [Theory]
    [InlineData(9, 61_500)]
    [InlineData(10, 120_000)]
    [InlineData(20, 62_000)]
    [InlineData(30, 66_000)]
    public void An_event_on_minutes_is_rounded_up_by_the_plan_in_force_where_it_occurred(long tick, long booked) =>
        Assert.Equal(booked, Decide(Company, At.Tick(tick), Rates).Quantity);

    [Fact]
    public void An_event_on_credits_is_rated_by_its_own_length()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Credits), Make.Assign(2, "slow"));
        Assert.Equal(1_025_000, Decide(books, At.Tick(10), Rates).Quantity);
    }

    [Fact]
    public void Rates_that_do_not_know_the_plan_are_too_old() =>
        Assert.Equal(RejectionCodes.NoPriceRule, Decide(Company, At.Tick(10), Make.Rates()).RejectionCode);

    [Fact]
    public void A_snapshot_keeps_the_plans()
    {
        Assert.True(BooksSnapshot.TryDecode(Make.Company, BooksSnapshot.Encode(Company), out var copy));
        Assert.Equal([new PlanAssignment("slow", At.Tick(10)), new PlanAssignment("fast", At.Tick(30))], copy!.Plans.Assignments.AsEnumerable());
        Assert.Equal(copy.Plans.Assignments.AsEnumerable(), copy.View().Plans.Assignments);
    }

    private static BookingDecision Decide(CompanyBooks books, Instant at, RateBook rates) =>
        books.Decide(Make.Event(at, durationMs: 61_500), rates, At.Tick(1_000), 0, 0);
}
