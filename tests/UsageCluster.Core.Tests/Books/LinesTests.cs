using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Figures by line and interval, against the plain list of uses.</summary>
public class LinesTests
{
    private static readonly Gen<(string PlanId, int Since)> Assignments =
        from planId in Gen.Elements("basic", "pro")
        from since in Gen.Choose(-1, Story.TicksMax + 1)
        select (planId, since);

    [Fact]
    public void Every_interval_of_every_group_is_the_naive_sum() =>
        Law.Holds(
            from story in Story.Any
            from cuts in Gen.Choose(-1, Story.TicksMax + 2).ArrayOf(5)
            from groups in Gen.Choose(0, (int)(LineGroups.All | LineGroups.Plan))
            from plans in Assignments.ArrayOf(3)
            select (story, cuts: cuts.Distinct().Order().ToArray(), groups: (LineGroups)groups, plans),
            1500,
            c =>
            {
                if (c.cuts.Length < 2)
                    return;
                var books = new CompanyBooks(Make.Company);
                var naive = new NaiveBooks();
                foreach (var batch in c.story.Batches)
                {
                    books.Apply(batch);
                    naive.Apply(batch);
                }

                foreach (var (planId, since) in c.plans)
                    books.Apply([new PlanAssignmentEntry { Version = books.Version + 1, RecordedAt = At.Start, PlanId = planId, Since = At.Tick(since) }]);
                var first = At.Range(c.cuts[0], c.cuts[^1]).Start;
                var query = new LinesQuery([.. c.cuts.Select(cut => first.Plus(TimeSpan.FromTicks(cut - c.cuts[0])))], c.groups);
                Assert.Equal(Naive(naive, query, books.Plans), Text(books.View().Figures(query)));
            });

    [Fact]
    public void The_same_view_gives_an_equal_query_the_same_figures_again()
    {
        var view = Make.Books().View();
        var day = At.Range(0, 10);

        var first = view.Figures(new LinesQuery([day.Start, day.End], LineGroups.All));

        Assert.Same(first, view.Figures(new LinesQuery([day.Start, day.End], LineGroups.All)));
        Assert.NotSame(first, view.Figures(new LinesQuery([day.Start, day.End], LineGroups.None)));
    }

    [Fact]
    public void Intervals_must_ascend_and_be_bounded()
    {
        var at = At.Range(0, 10).Start;

        Assert.Throws<ArgumentException>(() => new LinesQuery([at], LineGroups.None));
        Assert.Throws<ArgumentException>(() => new LinesQuery([at, at], LineGroups.None));
        Assert.Throws<ArgumentException>(() => new LinesQuery(
            [.. Enumerable.Range(0, LinesQuery.IntervalsMax + 2).Select(i => at.Plus(TimeSpan.FromTicks(i)))], LineGroups.None));
    }

    private static IEnumerable<string> Naive(NaiveBooks books, LinesQuery query, PlanHistory plans) =>
        (from use in books.Uses
         where query.Range.Contains(use.Event.OccurredAt)
         let report = use.Event
         let key = query.Group(new LineKey(use.System, report.CostKey, report.AgentFocus, report.Direction, report.Resolution))
         let interval = query.Bounds.Count(b => b <= report.OccurredAt) - 1
         let plan = query.Groups.HasFlag(LineGroups.Plan) ? plans.At(report.OccurredAt) : null
         group use by (key, plan, interval) into uses
         select $"{uses.Key.key} {uses.Key.plan} {uses.Key.interval} {uses.Count()} {uses.Count(u => u.CountsAsInterview)} {uses.Sum(u => u.Quantity)}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Text(CompanyLines lines) =>
        (from line in lines.Lines
         from point in line.Points
         select $"{line.Key} {line.PlanId} {point.Interval} {point.Sums.Events} {point.Sums.Interviews} {point.Sums.Quantity}")
        .Order(StringComparer.Ordinal);
}
