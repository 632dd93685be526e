using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Plans;

public class PlanMonthTests
{
    private static readonly CalendarMonth April = new(2026, 4);
    private static readonly PlanVersion Basic = Make.Plan("basic", fee: 30_000_000, included: 300_000_000, price: 100_000);
    private static readonly PlanSet Plans = new([Basic]);

    [Fact]
    public void A_whole_month_has_the_whole_fee_and_allowance()
    {
        var month = Figure(PlanHistory.Empty.Assign("basic", Instant.Always), usedMs: 310 * 60_000, now: April.End)!;
        Assert.Equal(30_000_000, month.FeeMicro);
        Assert.Equal(300_000_000, month.IncludedMicro);
        Assert.Equal(0, month.RemainingMicro);
        Assert.Equal(10_000_000, month.OverageMicro);
        Assert.Equal(1_000_000, month.OverageCostMicro);
        Assert.Equal(31_000_000, month.ProjectedCostMicro);
    }

    [Fact]
    public void Part_of_a_month_has_its_share_by_seconds()
    {
        var month = Figure(PlanHistory.Empty.Assign("basic", At.Of("2026-04-21")), usedMs: 0, now: April.End)!;
        Assert.Equal(10_000_000, month.FeeMicro);
        Assert.Equal(100_000_000, month.IncludedMicro);
        Assert.Equal(100_000_000, month.RemainingMicro);
    }

    [Fact]
    public void A_projection_goes_on_at_the_pace_so_far()
    {
        // A third of the month: 200 minutes come to 600, 300 beyond the allowance.
        var month = Figure(PlanHistory.Empty.Assign("basic", Instant.Always), usedMs: 200 * 60_000, now: At.Of("2026-04-11"))!;
        Assert.Equal(0, month.OverageMicro);
        Assert.Equal(60_000_000, month.ProjectedCostMicro);
    }

    [Fact]
    public void A_month_that_has_not_begun_is_projected_at_its_fee() =>
        Assert.Equal(30_000_000, Figure(PlanHistory.Empty.Assign("basic", Instant.Always), usedMs: 0, now: At.Of("2026-03-11"))!.ProjectedCostMicro);

    [Fact]
    public void A_month_without_a_plan_has_no_figures() =>
        Assert.Null(Figure(PlanHistory.Empty.Assign("basic", April.End), usedMs: 1, now: April.End));

    [Fact]
    public void The_plan_ends_at_closing()
    {
        var stretches = PlanStretch.OfMonth(April, PlanHistory.Empty.Assign("basic", Instant.Always), Plans, At.Of("2026-04-11"));
        Assert.Equal(new TimeRange(April.Start, At.Of("2026-04-11")), Assert.Single(stretches).Range);
        Assert.Empty(PlanStretch.OfMonth(April, PlanHistory.Empty.Assign("basic", Instant.Always), Plans, April.Start));
    }

    [Fact]
    public void An_allowance_is_of_its_stretch_alone()
    {
        // 200 minutes in the first half, none in the second: 50 of them are beyond the first half's 150, and 150 are left of the second's.
        var plans = Plans.With(Basic with { Version = 2, Since = At.Of("2026-04-16") });
        var stretches = PlanStretch.OfMonth(April, PlanHistory.Empty.Assign("basic", Instant.Always), plans, null);
        var month = PlanMonth.Of(April, stretches, (_, range) => range.Start == April.Start ? 200 * 60_000 : 0, April.End)!;
        Assert.Equal(2, month.Plan.Version);
        Assert.Equal(50_000_000, month.OverageMicro);
        Assert.Equal(150_000_000, month.RemainingMicro);
    }

    [Fact]
    public void A_figure_beyond_64_bits_is_an_error()
    {
        var plan = Basic with { PriceMicro = long.MaxValue, IncludedMicro = 0 };
        var stretches = new[] { new PlanStretch(April.Range, plan) };
        Assert.Throws<OverflowException>(() => { PlanMonth.Of(April, stretches, (_, _) => long.MaxValue, April.End); });
    }

    [Theory]
    [InlineData(null, 61_001, 61_001)]
    [InlineData(6, 61_001, 66_000)]
    [InlineData(60, 60_000, 60_000)]
    [InlineData(60, 60_001, 120_000)]
    [InlineData(60, 0, 0)]
    public void Events_are_rounded_up_to_the_billing_increment(int? seconds, long durationMs, long booked)
    {
        Assert.Equal(booked, (Basic with { BillingIncrementSeconds = seconds }).BookedMs(durationMs));
        Assert.Equal(durationMs, (Basic with { BillingIncrementSeconds = seconds, Unit = BillingSystem.Credits }).BookedMs(durationMs));
    }

    private static PlanMonth? Figure(PlanHistory history, long usedMs, Instant now) =>
        PlanMonth.Of(April, PlanStretch.OfMonth(April, history, Plans, null), (_, _) => usedMs, now);
}
