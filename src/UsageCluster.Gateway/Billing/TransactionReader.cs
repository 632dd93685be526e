using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Billing;

/// <summary>The transactions of one or several companies, merged: by pages, or all of them.</summary>
internal sealed class TransactionReader(IUsageClient usage, GatewayOptions options)
{
    /// <summary>Rows before a page of several companies: each of them has to tell all of its own before it.</summary>
    public const int SkipMax = 10_000;

    private const int CompaniesInParallel = 16;

    /// <summary>The rows of a page, and the count of all.</summary>
    public async Task<(List<CompanyTransaction> Rows, long TotalCount)> ReadAsync(
        IReadOnlyList<string> companyIds, TransactionQuery query, CancellationToken cancellationToken)
    {
        var single = companyIds.Count == 1;
        var asked = single ? query : query with { Skip = 0, Take = query.Skip + query.Take };
        var pages = new TransactionPage[companyIds.Count];
        await Parallel.ForAsync(
            0,
            pages.Length,
            new ParallelOptions { MaxDegreeOfParallelism = CompaniesInParallel, CancellationToken = cancellationToken },
            async (i, stop) => pages[i] = await usage.TransactionsAsync(companyIds[i], asked, stop));
        var rows = pages.SelectMany((page, i) => page.Rows.Select(r => new CompanyTransaction(companyIds[i], r))).ToList();
        if (!single)
        {
            rows.Sort(static (a, b) => a.Key.CompareTo(b.Key));
            rows = [.. rows.Skip(query.Skip).Take(query.Take)];
        }

        return (rows, pages.Sum(p => p.TotalCount));
    }

    /// <summary>All rows between two instants.</summary>
    public IAsyncEnumerable<CompanyTransaction> All(IReadOnlyList<string> companyIds, Instant? from, Instant? to) => new MergedRows<CompanyTransaction>(
        companyIds,
        async (companyId, behind, take, stop) =>
        {
            var page = await usage.TransactionsAsync(companyId, new TransactionQuery(from, to, behind?.Key, 0, take), stop);
            return [.. page.Rows.Select(row => new CompanyTransaction(companyId, row))];
        },
        static (a, b) => a.Key.CompareTo(b.Key),
        options);
}
