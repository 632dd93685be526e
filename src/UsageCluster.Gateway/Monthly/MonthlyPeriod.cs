using System.Globalization;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Monthly;

/// <summary>Some months that follow one another, cut where a price may change.</summary>
internal sealed class MonthlyPeriod
{
    private readonly int[] _monthOf;

    /// <summary>A period, both months inclusive.</summary>
    public MonthlyPeriod(DateTime from, DateTime to, MonthlyPrices prices)
    {
        (From, To, Prices) = (from, to, prices);
        var months = new List<DateTime>();
        for (var month = from; month <= to; month = month.AddMonths(1))
            months.Add(month);
        Months = [.. months.Select(m => m.ToString("yyyy-MM", CultureInfo.InvariantCulture))];
        var end = to.AddMonths(1);
        var starts = months.Append(end).Select(m => new Instant(m.Ticks)).ToArray();
        var cuts = prices.Changes.Where(c => c > starts[0] && c < starts[^1]);
        Query = new LinesQuery([.. starts.Concat(cuts).Distinct().Order()], LineGroups.All | LineGroups.Plan);
        _monthOf = [.. Query.Bounds.Select(b => (new DateTime(b.Ticks).Year - from.Year) * 12 + new DateTime(b.Ticks).Month - from.Month)];
    }

    /// <summary>The first month.</summary>
    public DateTime From { get; }

    /// <summary>The last month.</summary>
    public DateTime To { get; }

    /// <summary>The prices.</summary>
    public MonthlyPrices Prices { get; }

    /// <summary>The months as <c>2024-01</c>.</summary>
    public IReadOnlyList<string> Months { get; }

    /// <summary>What to ask the companies: intervals that lie in one month and in which no price changes, by line and plan.</summary>
    public LinesQuery Query { get; }

    /// <summary>The month, from 0, that an interval of the query lies in.</summary>
    public int MonthOf(int interval) => _monthOf[interval];

    /// <summary>Where an interval of the query begins.</summary>
    public Instant StartOf(int interval) => Query.Bounds[interval];
}
