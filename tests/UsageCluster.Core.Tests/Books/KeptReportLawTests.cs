using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

/// <summary>The windows of kept reports, against a naive model.</summary>
public class KeptReportLawTests
{
    [Fact]
    public void A_kept_report_is_given_only_where_it_is_exact() =>
        Law.Holds(
            from story in Story.Any
            from seed in Gen.Choose(0, int.MaxValue)
            select (story, seed),
            2000,
            c =>
            {
                var view = Make.Books([.. c.story.Entries]).View();
                var naive = new NaiveBooks();
                naive.Apply(c.story.Entries);
                var ranges = Story.Ranges().ToArray();
                new Random(c.seed).Shuffle(ranges);
                foreach (var (start, end) in ranges)
                    Assert.Equal(naive.Report(At.Range(start, end)), ReportText.Of(view.Report(At.Range(start, end))));
            });

    [Fact]
    public void A_kept_report_is_given_wherever_no_use_or_switch_lies_between() =>
        Law.Holds(Story.Any, 1000, story =>
        {
            var view = Make.Books([.. story.Entries]).View();
            var naive = new NaiveBooks();
            naive.Apply(story.Entries);
            CompanyReport? last = null;
            TimeRange lastRange = default;
            foreach (var (start, end) in Story.Ranges())
            {
                var range = At.Range(start, end);
                var report = view.Report(range);
                if (last is not null && !naive.MattersToStart(lastRange.Start, range.Start) && !naive.MattersToEnd(lastRange.End, range.End))
                    Assert.Same(last, report);
                (last, lastRange) = (report, range);
            }
        });

    [Fact]
    public void Ranges_in_turn_find_their_reports_again()
    {
        var view = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(2), 1), Make.Usage(3, At.Tick(4), 1)).View();
        TimeRange[] ranges = [At.Range(0, 3), At.Range(0, 5), At.Range(3, 5), At.Range(5, 6)];
        var first = ranges.Select(view.Report).ToArray();
        Assert.Equal(4, first.Distinct(ReferenceEqualityComparer.Instance).Count());
        for (var i = 0; i < ranges.Length; i++)
            Assert.Same(first[i], view.Report(ranges[i]));
    }

    [Fact]
    public void A_report_up_to_now_is_kept_while_now_moves_on()
    {
        var view = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(2), 1)).View();
        Assert.Same(view.Report(At.Range(0, 3)), view.Report(At.Range(1, 1_000_000)));
    }

    [Fact]
    public void A_report_is_not_kept_across_versions()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        Assert.Equal(1, books.View().Report(At.Range(0, 3)).Version);
        books.Apply([Make.Usage(2, At.Tick(9), 1)]);
        Assert.Equal(2, books.View().Report(At.Range(0, 3)).Version);
    }
}
