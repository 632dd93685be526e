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
        foreach (var line in lines.Lines)
        {
            foreach (var (month, _, _) in Entries(line))
                _counts[month]++;
        }
    }

    /// <summary>The period.</summary>
    public MonthlyPeriod Period { get; }

    /// <summary>Rows of a month.</summary>
    public int Count(int month) => _counts[month];

    /// <summary>The rows of a month by product, then id (ordinal).</summary>
    public IReadOnlyList<MonthlyRow> Rows(int month)
    {
        var rows = new List<MonthlyRow>(_counts[month]);
        foreach (var line in _lines.Lines)
        {
            foreach (var (of, price, sums) in Entries(line))
            {
                if (of == month)
                    rows.Add(new MonthlyRow(_lines.CompanyId, Period.Months[month], line.Key, price, sums, Period.Prices));
            }
        }

        rows.Sort(static (a, b) =>
        {
            var order = string.CompareOrdinal(a.ProductId, b.ProductId);
            return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        });
        return rows;
    }

    /// <summary>The figures of a line by month and price, those that have events.</summary>
    private List<(int Month, MonthlyPrice Price, LineSums Sums)> Entries(LineFigures line)
    {
        var entries = new List<(int Month, MonthlyPrice Price, LineSums Sums)>(line.Points.Count);
        foreach (var (interval, sums) in line.Points)
        {
            var month = Period.MonthOf(interval);
            var price = Period.Prices.Of(line.Key, Period.StartOf(interval));
            var place = entries.FindLastIndex(e => e.Month == month && e.Price == price);
            if (place < 0)
                entries.Add((month, price, sums));
            else
                entries[place] = (month, price, Add(entries[place].Sums, sums));
        }

        entries.RemoveAll(static e => e.Sums.Events <= 0);
        return entries;
    }

    private static LineSums Add(LineSums a, LineSums b) => checked(new(a.Events + b.Events, a.Interviews + b.Interviews, a.Quantity + b.Quantity));
}
