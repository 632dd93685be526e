using FsCheck.Fluent;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Invariants I2 and I4, against a naive model.</summary>
public class ReportLawTests
{
    [Fact]
    public void A_report_of_any_range_is_the_naive_sum_over_the_ledger() =>
        Law.Holds(Story.Any, 1500, story =>
        {
            var books = new CompanyBooks(Make.Company);
            var naive = new NaiveBooks();
            foreach (var batch in story.Batches)
            {
                books.Apply(batch);
                naive.Apply(batch);
            }

            foreach (var (start, end) in Story.Ranges())
            {
                Assert.Equal(naive.Report(At.Range(start, end)), Text(WithoutKeptReports(books.View()), start, end));
            }
        });

    [Fact]
    public void The_order_of_arrival_changes_no_figure() =>
        Law.Holds(
            from story in Story.OfUses
            from seed in Gen.Choose(0, int.MaxValue)
            from batch in Gen.Choose(1, 20)
            select (story, seed, batch),
            1500,
            c =>
            {
                var uses = c.story.Entries.ToArray();
                var inOrder = Make.Books(uses);
                new Random(c.seed).Shuffle(uses);
                var shuffled = new CompanyBooks(Make.Company);
                foreach (var batch in uses.Select((use, i) => use with { Version = i + 1 }).Chunk(c.batch))
                    shuffled.Apply(batch);
                foreach (var (start, end) in Story.Ranges())
                    Assert.Equal(Text(inOrder.View(), start, end), Text(shuffled.View(), start, end));
            });

    [Fact]
    public void Neighbouring_ranges_add_up() =>
        Law.Holds(
            from story in Story.Any
            from cuts in Gen.Choose(-1, Story.TicksMax + 2).ArrayOf(3)
            select (story, cuts: cuts.Order().ToArray()),
            1500,
            c =>
            {
                if (c.cuts.Distinct().Count() < 3)
                    return;
                var view = Make.Books([.. c.story.Entries]).View();
                var parts = MergedTotals.Of(
                    [view.Report(At.Range(c.cuts[0], c.cuts[1])), view.Report(At.Range(c.cuts[1], c.cuts[2]))]);
                var whole = MergedTotals.Of([view.Report(At.Range(c.cuts[0], c.cuts[2]))]);
                Assert.Equal(whole.MinutesMs ?? 0, parts.MinutesMs ?? 0);
                Assert.Equal(whole.CreditsMicro ?? 0, parts.CreditsMicro ?? 0);
                Assert.Equal(whole.Interviews, parts.Interviews);
                Assert.Equal(whole.Buckets, parts.Buckets);
            });

    [Fact]
    public void A_view_does_not_change_with_later_entries() =>
        Law.Holds(Story.Any, 1000, story =>
        {
            var books = new CompanyBooks(Make.Company);
            var naive = new NaiveBooks();
            var taken = new List<(CompanyView View, long Version, string[] Reports)>();
            foreach (var batch in story.Batches)
            {
                books.Apply(batch);
                naive.Apply(batch);
                taken.Add((books.View(), books.Version, [.. Some(books.Version).Select(naive.Report)]));
            }

            foreach (var (view, version, reports) in taken)
            {
                Assert.Equal(version, view.Version);
                Assert.Equal(reports, Some(version).Select(r => ReportText.Of(view.Report(r))));
            }
        });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 50)]
    [InlineData(3, 700)]
    [InlineData(4, 20_000)]
    public void Many_events_out_of_order_are_summed_exactly(int seed, int batchMax)
    {
        const int Events = 12_000;
        var random = new Random(seed);
        var books = new CompanyBooks(Make.Company);
        var naive = new NaiveBooks();
        var uses = Enumerable.Range(1, Events).Select(i => (LedgerEntry)Make.Usage(
            i, At.Tick(random.Next(Events)), random.Next(1_000_000), i % 10 == 0 ? "other" : "interview_minutes", counts: i % 3 != 0)).ToArray();
        for (var i = 0; i < Events;)
        {
            var batch = uses.Skip(i).Take(random.Next(1, batchMax + 1)).ToArray();
            books.Apply(batch);
            i += batch.Length;
        }

        naive.Apply(uses);
        for (var i = 0; i < 60; i++)
        {
            var start = random.Next(Events);
            var range = At.Range(start, start + random.Next(1, Events));
            Assert.Equal(naive.Report(range), ReportText.Of(books.View().Report(range)));
        }
    }

    private static IEnumerable<TimeRange> Some(long version) =>
        Story.Ranges().Where((_, i) => (i + version) % 7 == 0).Select(r => At.Range(r.Start, r.End));

    private static CompanyView WithoutKeptReports(CompanyView view) =>
        new(view.CompanyId, view.Version, view.Billing, view.ClosedAt, view.PriceOverrides, view.Minutes, view.Credits, view.Corrections);

    private static string Text(CompanyView view, long start, long end) => ReportText.Of(view.Report(At.Range(start, end)));
}
