using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

public class CorrectionBatchTests
{
    private static readonly UsageEntry Use = Make.Usage(2, At.Tick(5), 60_000);
    private static readonly UsageEntry OnCredits = Make.Usage(3, At.Tick(5), 10, system: BillingSystem.Credits) with { Rule = new RuleRef(false, true, 1) };

    [Fact]
    public void Corrections_of_one_event_build_on_each_other_and_nothing_follows_a_void()
    {
        var batch = Batch(Make.Rates());
        var first = batch.Decide(Adjust("a") with { DurationMs = 1_000 }, Use, null).Entry!;
        var second = batch.Decide(Adjust("b") with { CostKey = "other" }, Use, null).Entry!;
        var third = batch.Decide(Void("c"), Use, null).Entry!;

        Assert.Equal((4L, 5L, 6L), (first.Version, second.Version, third.Version));
        Assert.Equal(first.After, second.Before);
        Assert.Equal(second.After, third.Before);
        Assert.Equal((1_000L, "other", false), (second.After!.Quantity, second.After.Line.CostKey, second.After.CountsAsInterview));
        Assert.Equal((0L, 4L, 5L), (first.PreviousVersion, second.PreviousVersion, third.PreviousVersion));
        Assert.Equal(CorrectionCodes.AlreadyVoided, batch.Decide(Void("d"), Use, null).Code);
        Assert.Equal(CorrectionCodes.AlreadyVoided, batch.Decide(Adjust("e") with { DurationMs = 2 }, Use, null).Code);
    }

    [Fact]
    public void The_rule_of_the_booking_stays_though_a_later_one_is_in_force()
    {
        var rates = Make.Rates(Make.Rule(version: 1, perMinute: 1_000_000), Make.Rule(version: 2, perMinute: 9_000_000));
        var after = Batch(rates).Decide(Adjust("a") with { DurationMs = 120_000 }, OnCredits, null).Entry!.After!;
        Assert.Equal((2_000_000L, new RuleRef(false, true, 1)), (after.Quantity, after.Rule!.Value));
    }

    [Fact]
    public void Another_focus_is_rated_by_the_rule_in_force_for_it_when_the_event_occurred()
    {
        var rates = Make.Rates(
            Make.Rule(perMinute: 1_000_000), Make.Rule("sales", baseCost: 5), Make.Rule("sales", version: 2, baseCost: 6, from: At.Tick(6)));
        var after = Batch(rates).Decide(Adjust("a") with { AgentFocus = "sales" }, OnCredits, null).Entry!.After!;
        Assert.Equal((5L, new RuleRef(false, false, 1)), (after.Quantity, after.Rule!.Value));
    }

    [Fact]
    public void Another_cost_key_alone_changes_no_price()
    {
        var after = Batch(Make.Rates()).Decide(Adjust("a") with { CostKey = "other" }, OnCredits, null).Entry!.After!;
        Assert.Equal((10L, OnCredits.Rule), (after.Quantity, after.Rule));
    }

    [Fact]
    public void Rates_older_than_the_ledger_say_so_to_the_caller() =>
        Assert.Equal(RejectionCodes.NoPriceRule, Batch(Make.Rates()).Decide(Adjust("a") with { DurationMs = 1 }, OnCredits, null).Code);

    [Fact]
    public void A_total_beyond_64_bits_is_refused()
    {
        var rates = Make.Rates(Make.Rule(perMinute: long.MaxValue));
        Assert.Equal(RejectionCodes.QuantityOverflow, Batch(rates).Decide(Adjust("a") with { DurationMs = 120_000 }, OnCredits, null).Code);
        var batch = Batch(rates);
        Assert.Null(batch.Decide(Adjust("a") with { DurationMs = 59_000 }, OnCredits, null).Code);
        Assert.Equal(RejectionCodes.QuantityOverflow, batch.Decide(Adjust("b") with { DurationMs = 58_000 }, OnCredits, null).Code);
    }

    [Fact]
    public void One_event_takes_no_more_corrections_than_allowed()
    {
        var batch = Batch(Make.Rates());
        for (var i = 0; i < CorrectionBatch.PerEventMax; i++)
            Assert.Null(batch.Decide(Adjust($"a{i}") with { DurationMs = i }, Use, null).Code);
        Assert.Equal(CorrectionCodes.TooManyCorrections, batch.Decide(Void("last"), Use, null).Code);
    }

    [Fact]
    public void A_test_may_be_corrected_and_no_figure_or_row_changes()
    {
        var test = Make.Usage(2, At.Tick(5), 0, isTest: true);
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), test);
        var before = ReportText.Of(books.View().Report(At.Range(0, 9)));
        books.Apply([new CorrectionBatch(books, Make.Rates(), At.Start).Decide(Adjust("a") with { DurationMs = 5 }, test, null).Entry!]);
        Assert.Equal(before, ReportText.Of(books.View().Report(At.Range(0, 9))));
        Assert.Equal(0, books.View().Rows().Count(At.Range(0, 9)));
        Assert.Equal([3L], books.View().CorrectionVersions());
    }

    [Fact]
    public void A_view_does_not_change_with_later_corrections()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Use);
        var before = books.View();
        books.Apply([new CorrectionBatch(books, Make.Rates(), At.Start).Decide(Void("a"), Use, null).Entry!]);
        Assert.Equal("Minutes 60000 1 [interview_minutes 1 1 60000]", ReportText.Of(before.Report(At.Range(0, 9))));
        Assert.Equal("Minutes 0 0 []", ReportText.Of(books.View().Report(At.Range(0, 9))));
        Assert.Null(before.CorrectionsOf(2));
        Assert.True(books.View().CorrectionsOf(2)!.IsVoided);
    }

    private static CorrectionBatch Batch(RateBook rates) => new(Make.Books(Make.Switch(1, BillingSystem.Minutes), Use, OnCredits), rates, At.Start);

    private static CorrectionRequest Void(string id) =>
        new() { CorrectionId = id, EventId = "event-2", Kind = CorrectionKind.Void, Reason = "A test" };

    private static CorrectionRequest Adjust(string id) => Void(id) with { Kind = CorrectionKind.Adjust };
}
