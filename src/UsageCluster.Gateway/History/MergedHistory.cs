using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.History;

/// <summary>
/// One page over many companies. Each is asked which rows it would give (keys alone), then those whose rows are on the page for what they hold. For a
/// page that begins far from the newest row, the instant where it begins is found first, by halving the range and counting.
/// </summary>
internal sealed class MergedHistory(IUsageClient usage, string[] companies, TimeRange range, int parallelMax)
{
    // So many rows before a page are walked over rather than counted.
    private const int WalkedMax = 1_000;

    /// <summary>The page, and one row more where there is one.</summary>
    public async Task<HistoryPage> ReadAsync(PageQuery page, Cursor? after, CancellationToken cancellationToken)
    {
        var total = await CountAsync(range, cancellationToken);
        var (begin, skip) = after is null ? await BeginAsync(page.Offset, total, cancellationToken) : (range.End, 0L);
        if (skip >= total)
            return new HistoryPage(total, []);
        if (skip > RowQuery.TakeMax - PageQuery.PageSizeMax - 1)
            throw TooDeep();
        var take = (int)skip + page.PageSize + 1;
        var pages = await AskAllAsync(
            companyId => new RowQuery
            {
                Range = after is null && begin > range.Start ? new TimeRange(range.Start, begin) : range,
                Behind = HistoryReader.BehindOf(after, companyId),
                Take = take,
                KeysOnly = true,
            },
            cancellationToken);
        var chosen = new List<(int Company, RowKey Key)>();
        for (var i = 0; i < pages.Length; i++)
        {
            foreach (var key in pages[i].Keys)
                chosen.Add((i, key));
        }

        chosen.Sort(Compare);
        chosen = [.. chosen.Skip((int)skip).Take(page.PageSize + 1)];
        return new HistoryPage(total, await HoldAsync(chosen, cancellationToken));
    }

    // So many rows of one instant come before the page.
    private static ProblemException TooDeep()
    {
        const string Instead = "too many rows of one instant come before this page: go there by after.";
        return new ProblemException(ErrorCodes.InvalidParameter, "page: " + Instead, [new FieldError("page", Instead)]);
    }

    // Companies stand in the order of their ids.
    private static int Compare((int Company, RowKey Key) left, (int Company, RowKey Key) right)
    {
        var order = right.Key.OccurredAt.CompareTo(left.Key.OccurredAt);
        if (order == 0)
            order = left.Company.CompareTo(right.Company);
        return order != 0 ? order : left.Key.Version.CompareTo(right.Key.Version);
    }

    /// <summary>An instant before which the page's rows lie, and how many rows before that instant come before the page.</summary>
    private async Task<(Instant Begin, long Skip)> BeginAsync(long offset, long total, CancellationToken cancellationToken)
    {
        if (offset <= WalkedMax || offset >= total)
            return (range.End, offset);
        var (low, high, newer) = (range.Start.Ticks, range.End.Ticks, 0L);

        // Of [high, end) there are no more rows than the offset; so it stays as high comes down.
        while (high - low > 1 && offset - newer > WalkedMax)
        {
            var middle = low + ((high - low) >> 1);
            var count = await CountAsync(new TimeRange(new Instant(middle), range.End), cancellationToken);
            if (count <= offset)
                (high, newer) = (middle, count);
            else
                low = middle;
        }

        return (new Instant(high), offset - newer);
    }

    private async Task<long> CountAsync(TimeRange counted, CancellationToken cancellationToken)
    {
        var query = new RowQuery { Range = counted, Take = 0, KeysOnly = true };
        var pages = await AskAllAsync(_ => query, cancellationToken);
        return pages.Sum(p => p.TotalCount);
    }

    private async Task<HistoryRow[]> HoldAsync(List<(int Company, RowKey Key)> chosen, CancellationToken cancellationToken)
    {
        var rows = new HistoryRow[chosen.Count];
        var groups = chosen.Select((row, place) => (row.Company, row.Key.Version, Place: place)).GroupBy(row => row.Company).ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(groups, parallel, async (group, stop) =>
        {
            var places = group.ToArray();
            var query = new RowQuery { Range = range, Take = places.Length, Versions = [.. places.Select(p => p.Version)] };
            var page = await usage.RowsAsync(companies[group.Key], query, stop);
            for (var i = 0; i < places.Length; i++)
                rows[places[i].Place] = new HistoryRow(companies[group.Key], page.Entries[i], page.Plans);
        });
        return rows;
    }

    private async Task<RowPage[]> AskAllAsync(Func<string, RowQuery> query, CancellationToken cancellationToken)
    {
        var pages = new RowPage[companies.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, companies.Length), parallel, async (place, stop) =>
            pages[place] = await usage.RowsAsync(companies[place], query(companies[place]), stop));
        return pages;
    }
}
