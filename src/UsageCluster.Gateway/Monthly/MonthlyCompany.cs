using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;

namespace UsageCluster.Gateway.Monthly;

/// <summary>How many rows a company has in each month of a period, and which. The counts are made once; rows when they are shown.</summary>
internal sealed class MonthlyCompany
{
    private readonly CompanyLines _lines;
    private readonly int[] _counts;

    /// <summary>The rows of a company's figures for the period's query.</summary>
    public MonthlyCompany(CompanyLines lines, MonthlyPeriod period)
    {
        _lines = lines;
        Period = period;
        _counts = new int[period.Months.Count];
        IsPriced = lines.Lines.All(l => period.Prices.Knows(l.PlanId));
        foreach (var entry in Entries())
            _counts[entry.Month]++;
    }

    /// <summary>The period.</summary>
    public MonthlyPeriod Period { get; }

    /// <summary>Whether the period's prices know every plan that the company was on; if not, newer ones do.</summary>
    public bool IsPriced { get; }

    /// <summary>Rows of a month.</summary>
    public int Count(int month) => _counts[month];

    /// <summary>The rows of a month by product, then id (ordinal).</summary>
    public IReadOnlyList<MonthlyRow> Rows(int month)
    {
        var rows = new List<MonthlyRow>(_counts[month]);
        foreach (var (key, of, price, sums) in Entries())
        {
            if (of == month)
                rows.Add(new MonthlyRow(_lines.CompanyId, Period.Months[month], key, price, sums, Period.Prices));
        }

        rows.Sort(static (a, b) =>
        {
            var order = string.CompareOrdinal(a.ProductId, b.ProductId);
            return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        });
        return rows;
    }

    /// <summary>The figures by line, month and price, those that have events: plans of one price are not told apart.</summary>
    private List<(LineKey Key, int Month, MonthlyPrice Price, LineSums Sums)> Entries()
    {
        var entries = new List<(LineKey Key, int Month, MonthlyPrice Price, LineSums Sums)>(_lines.Lines.Count);
        var first = 0;
        foreach (var line in _lines.Lines)
        {
            // The plans of a line stand together.
            if (entries.Count > 0 && entries[^1].Key != line.Key)
                first = entries.Count;
            foreach (var (interval, sums) in line.Points)
            {
                var month = Period.MonthOf(interval);
                var price = Period.Prices.Of(line.Key, line.PlanId, Period.StartOf(interval));
                var place = entries.FindIndex(first, e => e.Month == month && e.Price == price);
                if (place < 0)
                    entries.Add((line.Key, month, price, sums));
                else
                    entries[place] = entries[place] with { Sums = Add(entries[place].Sums, sums) };
            }
        }

        entries.RemoveAll(static e => e.Sums.Events <= 0);
        return entries;
    }

    private static LineSums Add(LineSums a, LineSums b) => checked(new(a.Events + b.Events, a.Interviews + b.Interviews, a.Quantity + b.Quantity));
}
