using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

public class LineTests
{
    [Fact]
    public void The_lines_of_a_range_are_the_naive_sums_by_system_cost_key_focus_direction_and_resolution() =>
        Law.Holds(Story.Any, 1000, story =>
        {
            var view = Make.Books([.. story.Entries]).View();
            var uses = story.Entries.OfType<UsageEntry>().Where(u => !u.Event.IsTest).ToArray();
            foreach (var (start, end) in Story.Ranges())
            {
                var range = At.Range(start, end);
                var naive = uses.Where(u => range.Contains(u.Event.OccurredAt)).GroupBy(KeyOf).Order(ByKey).Select(g =>
                    (g.Key, new LineSums(g.Count(), g.Count(u => u.CountsAsInterview), g.Sum(u => u.Quantity))));
                Assert.Equal(naive, view.Lines.Select(l => (l.Key, Sums: l.Sums(range))).Where(l => l.Sums.Events > 0));
            }
        });

    [Fact]
    public void A_line_that_did_not_change_is_the_same_in_later_views()
    {
        var books = Make.Books(Make.Usage(1, At.Tick(5), 1, "a"), Make.Usage(2, At.Tick(5), 1, "c"));
        var before = books.View();
        books.Apply([Make.Usage(3, At.Tick(1), 1, "c"), Make.Usage(4, At.Tick(1), 1, "b")]);
        var after = books.View();
        Assert.Equal(["a", "b", "c"], after.Lines.Select(l => l.Key.CostKey));
        Assert.Same(before.Lines[0], after.Lines[0]);
        Assert.Equal(2, after.Lines[2].Sums(At.Range(0, 9)).Events);
        Assert.Equal(1, before.Lines[1].Sums(At.Range(0, 9)).Events);
    }

    [Fact]
    public void One_line_more_than_allowed_is_rejected_and_a_known_one_is_not()
    {
        var uses = Enumerable.Range(2, CompanyBooks.LinesMax).Select(i => Make.Usage(i, At.Start, 1, focus: $"focus-{i}"));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]);
        var rejected = books.Decide(Make.Event(focus: "one-more"), Make.Rates(), At.Tick(1000), 0, 0);
        Assert.Equal((RejectionCodes.TooManyLines, "agentFocus"), (rejected.RejectionCode, rejected.Field));
        Assert.Null(books.Decide(Make.Event(focus: "focus-7"), Make.Rates(), At.Tick(1000), 0, 0).RejectionCode);
    }

    [Theory]
    [InlineData("b", null, null, null)]
    [InlineData("a", "F", null, null)]
    [InlineData("a", "f", null, null)]
    [InlineData("a", "f", Direction.Inbound, null)]
    [InlineData("a", "f", Direction.Inbound, Resolution.Answered)]
    public void Keys_are_ordered_and_differ_by_each_of_their_fields(string costKey, string? focus, Direction? direction, Resolution? resolution)
    {
        var key = new LineKey(BillingSystem.Minutes, costKey, focus, direction, resolution);
        var least = new LineKey(BillingSystem.Minutes, "a", null, null, null);
        Assert.True(least.CompareTo(key) < 0);
        Assert.True(key.CompareTo(least) > 0);
        Assert.NotEqual(least, key);
        Assert.True(key.CompareTo(key with { System = BillingSystem.Credits }) < 0);
        Assert.Equal(0, key.CompareTo(key with { }));
    }

    private static readonly Comparer<IGrouping<LineKey, UsageEntry>> ByKey =
        Comparer<IGrouping<LineKey, UsageEntry>>.Create((a, b) => a.Key.CompareTo(b.Key));

    private static LineKey KeyOf(UsageEntry use) =>
        new(use.System, use.Event.CostKey, use.Event.AgentFocus, use.Event.Direction, use.Event.Resolution);
}
