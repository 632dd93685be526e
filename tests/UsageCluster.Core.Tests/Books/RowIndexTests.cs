using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Pages of rows, against a sorted list.</summary>
public class RowIndexTests
{
    [Fact]
    public void Any_page_of_any_range_is_that_of_the_sorted_list() =>
        Law.Holds(Story.Any, 400, story =>
        {
            var view = Make.Books([.. story.Entries]).View();
            foreach (var costKey in (string?[])[null, "interview_minutes", "none"])
            {
                var rows = view.Rows(costKey);
                foreach (var (start, end) in Story.Ranges())
                {
                    var range = At.Range(start, end);
                    var sorted = Naive(story.Entries, costKey, range);
                    Assert.Equal(sorted.Length, rows.Count(range));
                    for (var skip = 0; skip <= sorted.Length + 1; skip += 1 + (sorted.Length / 3))
                        Assert.Equal(sorted.Skip(skip).Take(3), rows.Newest(range, skip, 3));
                }
            }
        });

    [Fact]
    public void Rows_behind_any_row_are_those_of_the_sorted_list() =>
        Law.Holds(Story.Any, 400, story =>
        {
            var rows = Make.Books([.. story.Entries]).View().Rows();
            var range = At.Range(1, Story.TicksMax);
            var sorted = Naive(story.Entries, null, range);
            var versions = story.Entries.Count();
            for (var tick = -1; tick <= Story.TicksMax + 1; tick++)
            {
                for (var version = 0; version <= versions; version += 1 + (versions / 4))
                {
                    var row = new RowKey(At.Tick(tick), version);
                    Assert.Equal(sorted.Where(r => r > row).Take(4), rows.Behind(range, row, 4));
                }
            }
        });

    [Fact]
    public void Going_on_behind_the_last_row_meets_every_row_once_whatever_comes_in_meanwhile()
    {
        var random = new Random(7);
        var books = Make.Books();
        var range = new TimeRange(At.Tick(0), At.Tick(50));
        List<LedgerEntry> entries = [];
        List<RowKey> seen = [];
        Add(300);
        var first = Naive(entries, null, range);
        var row = new RowKey(range.End, 0);
        while (books.View().Rows().Behind(range, row, 7) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            row = page[^1];
            Add(20);
            if (entries.Count > 3_000)
                break;
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.Empty(first.Where(r => r <= row).Except(seen));

        void Add(int count)
        {
            var added = Enumerable.Range(0, count).Select(_ => (LedgerEntry)Make.Usage(
                entries.Count + 1, At.Tick(random.Next(50)), 1, $"key-{random.Next(3)}", focus: random.Next(2) == 0 ? null : "sales"));
            foreach (var entry in added)
            {
                entries.Add(entry);
                books.Apply([entry]);
            }
        }
    }

    private static RowKey[] Naive(IEnumerable<LedgerEntry> entries, string? costKey, TimeRange range) =>
        [.. entries.OfType<UsageEntry>()
            .Where(u => !u.Event.IsTest && range.Contains(u.Event.OccurredAt) && (costKey is null || u.Event.CostKey == costKey))
            .Select(u => new RowKey(u.Event.OccurredAt, u.Version))
            .OrderByDescending(r => r.OccurredAt).ThenBy(r => r.Version)];
}
