namespace UsageCluster.Gateway.Responses;

/// <summary>
/// Goes through the rows of several companies in one order, however many there are: of each company some are held, and the next ones read when these are
/// gone. Rows that are there from beginning to end are met once each.
/// </summary>
/// <param name="companyIds">The companies.</param>
/// <param name="read">Up to so many rows of a company, in order: the first ones, or those behind a row of its own.</param>
/// <param name="order">The order of rows of whatever company.</param>
/// <param name="options">How much is held, and how many companies are asked at the same time.</param>
internal sealed class MergedRows<TRow>(
    IReadOnlyList<string> companyIds, MergedRows<TRow>.Reading read, Comparison<TRow> order, GatewayOptions options) : IAsyncEnumerable<TRow>
    where TRow : struct
{
    private const int TakeMin = 20, TakeMax = 2_000;

    /// <summary>Reads a company's next rows; fewer than asked for are its last.</summary>
    public delegate Task<IReadOnlyList<TRow>> Reading(string companyId, TRow? behind, int take, CancellationToken cancellationToken);

    public IAsyncEnumerator<TRow> GetAsyncEnumerator(CancellationToken cancellationToken = default) => GoThroughAsync(cancellationToken);

    private async IAsyncEnumerator<TRow> GoThroughAsync(CancellationToken cancellationToken)
    {
        var take = Math.Clamp(options.ExportRowsHeldMax / Math.Max(1, companyIds.Count), TakeMin, TakeMax);
        var pages = new IReadOnlyList<TRow>[companyIds.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.HistoryCallsInParallelMax, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, pages.Length, parallel, async (i, stop) => pages[i] = await read(companyIds[i], null, take, stop));
        var next = new int[pages.Length];
        var queue = new PriorityQueue<int, TRow>(Comparer<TRow>.Create(order));
        for (var i = 0; i < pages.Length; i++)
        {
            if (pages[i].Count > 0)
                queue.Enqueue(i, pages[i][0]);
        }

        while (queue.TryPeek(out var i, out var row))
        {
            yield return row;
            if (++next[i] == pages[i].Count && pages[i].Count >= take)
                (pages[i], next[i]) = (await read(companyIds[i], row, take, cancellationToken), 0);
            if (next[i] < pages[i].Count)
                queue.DequeueEnqueue(i, pages[i][next[i]]);
            else
                queue.Dequeue();
        }
    }
}
