using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// Figures of a company as plain sums over its entries: of each calendar month, of the time before an instant and after it, and of all. Kept apart from what
/// makes reports, to hold them against each other.
/// </summary>
/// <param name="middleTicks">The instant; null: only months and all.</param>
internal sealed class NaiveSums(long? middleTicks)
{
    private static readonly DateTime LastMonth = new(9999, 12, 1);

    private readonly Dictionary<TimeRange, RangeSums> _months = [];
    private readonly Dictionary<TimeRange, long> _rows = [];
    private readonly RangeSums _early = new();
    private readonly RangeSums _late = new();

    /// <summary>The range of <see cref="All"/>.</summary>
    public static TimeRange AllTime => new(Instant.Always, End);

    /// <summary>The sums of all.</summary>
    public RangeSums All { get; } = new();

    /// <summary>The calendar months in which something was used, in order.</summary>
    public IReadOnlyList<TimeRange> Months => [.. _months.Keys.OrderBy(m => m.Start)];

    private static Instant End => new(Instant.Latest.Ticks + 1);

    /// <summary>Counts an entry; a correction where its event occurred.</summary>
    public void Add(LedgerEntry entry)
    {
        if (entry is UsageEntry { Event.IsTest: false } usage)
        {
            Add(usage.Event.OccurredAt, BookedUse.Of(usage), 1);
            CountRow(usage.Event.OccurredAt);
        }
        else if (entry is CorrectionEntry { IsTest: false } correction)
        {
            Add(correction.OccurredAt, correction.Before, -1);
            if (correction.After is { } after)
                Add(correction.OccurredAt, after, 1);
            CountRow(correction.OccurredAt);
        }
    }

    /// <summary>The first difference of a view's figures from these, in words; null: there is none.</summary>
    public string? DifferenceFrom(CompanyView view)
    {
        var all = AllTime;
        if (All.DifferenceFrom(view.Report(all)) is { } ofAll)
            return $"the report of all time {ofAll}";
        if (middleTicks is { } middle && middle > all.Start.Ticks)
        {
            var cut = new Instant(middle);
            if (_early.DifferenceFrom(view.Report(new TimeRange(all.Start, cut))) is { } ofEarly)
                return $"the report up to {cut} {ofEarly}";
            if (_late.DifferenceFrom(view.Report(new TimeRange(cut, all.End))) is { } ofLate)
                return $"the report from {cut} on {ofLate}";
        }

        foreach (var (month, sums) in _months.OrderBy(m => m.Key.Start))
        {
            if (sums.DifferenceFrom(view.Report(month)) is { } ofMonth)
                return $"the report of the month from {month.Start} on {ofMonth}";
            if (sums.DifferenceFrom(view.Figures(new LinesQuery([month.Start, month.End], LineGroups.All))) is { } ofLines)
                return $"the lines of the month from {month.Start} on {ofLines}";
            var rows = view.Rows().Count(month);
            if (rows != _rows[month])
                return $"the history of the month from {month.Start} on has {rows} rows; the entries make {_rows[month]}";
        }

        return null;
    }

    private static TimeRange MonthOf(Instant instant)
    {
        var day = new DateTime(instant.Ticks);
        var start = new DateTime(day.Year, day.Month, 1);
        return new TimeRange(new Instant(start.Ticks), start < LastMonth ? new Instant(start.AddMonths(1).Ticks) : End);
    }

    private void CountRow(Instant at) => _rows[MonthOf(at)] = _rows.GetValueOrDefault(MonthOf(at)) + 1;

    private void Add(Instant at, BookedUse use, int sign)
    {
        var month = MonthOf(at);
        if (!_months.TryGetValue(month, out var ofMonth))
            _months.Add(month, ofMonth = new RangeSums());
        var ofHalf = middleTicks is { } middle && at.Ticks < middle ? _early : _late;
        foreach (var sums in (ReadOnlySpan<RangeSums>)[ofMonth, ofHalf, All])
            sums.Add(use.Line.System, use.Line.CostKey, sign, use.CountsAsInterview ? sign : 0, sign * (Int128)use.Quantity);
    }
}
