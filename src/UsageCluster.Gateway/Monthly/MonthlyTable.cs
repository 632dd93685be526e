namespace UsageCluster.Gateway.Monthly;

/// <summary>The rows of many companies in the order of the answer: month, company, product, id. Only what is shown is made.</summary>
/// <param name="companies">By company id (ordinal), all of one period.</param>
/// <param name="months">The months of the period.</param>
internal sealed class MonthlyTable(IReadOnlyList<MonthlyCompany> companies, int months)
{
    /// <summary>All rows.</summary>
    public long Total { get; } = CountAll(companies, months);

    /// <summary>Up to <paramref name="take"/> rows behind the first <paramref name="skip"/> ones.</summary>
    public List<MonthlyRow> Page(long skip, int take)
    {
        var page = new List<MonthlyRow>();
        for (var month = 0; month < months && page.Count < take; month++)
        {
            for (var i = 0; i < companies.Count && page.Count < take; i++)
            {
                var count = companies[i].Count(month);
                if (skip >= count)
                {
                    skip -= count;
                    continue;
                }

                page.AddRange(companies[i].Rows(month).Skip((int)skip).Take(take - page.Count));
                skip = 0;
            }
        }

        return page;
    }

    /// <summary>Every row, made as it is taken.</summary>
    public IEnumerable<MonthlyRow> All() =>
        from month in Enumerable.Range(0, months)
        from company in companies
        where company.Count(month) > 0
        from row in company.Rows(month)
        select row;

    private static long CountAll(IReadOnlyList<MonthlyCompany> companies, int months)
    {
        var total = 0L;
        for (var i = 0; i < companies.Count; i++)
        {
            for (var month = 0; month < months; month++)
                total += companies[i].Count(month);
        }

        return total;
    }
}
