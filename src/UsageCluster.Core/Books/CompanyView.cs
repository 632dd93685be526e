using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Books;

/// <summary>A company's committed state at one version. Immutable and safe for concurrent readers.</summary>
public sealed class CompanyView
{
    // So many ranges in turn (today, this week, this month, …) find their report again.
    private const int KeptReportsMax = 4;

    private const int KeptLinesMax = 2;

    // The newest by itself: a reader of many companies has one object less to fetch for each.
    private KeptReport? _newest;
    private KeptReport[] _older = [];
    private volatile TransactionList? _transactions;
    private KeptLines[] _keptLines = [];
    private LineView[]? _lines;

    internal CompanyView(
        string companyId,
        long version,
        BillingHistory billing,
        Instant? closedAt,
        PriceRuleSet priceOverrides,
        LineView[] minutes,
        LineView[] credits,
        CorrectionsView corrections)
    {
        CompanyId = companyId;
        Version = version;
        Billing = billing;
        ClosedAt = closedAt;
        PriceOverrides = priceOverrides;
        Minutes = minutes;
        Credits = credits;
        Corrections = corrections;
    }

    /// <summary>The company.</summary>
    public string CompanyId { get; }

    /// <summary>The version of the last entry in the view.</summary>
    public long Version { get; }

    /// <summary>Which billing system is in force when.</summary>
    public BillingHistory Billing { get; }

    /// <summary>From when events are rejected; null: open.</summary>
    public Instant? ClosedAt { get; }

    /// <summary>The company's own price rules.</summary>
    public PriceRuleSet PriceOverrides { get; }

    /// <summary>Which plan the company is on when.</summary>
    public PlanHistory Plans { get; internal init; } = PlanHistory.Empty;

    /// <summary>Booked transactions, and what closed months came to.</summary>
    public CompanyTransactions Transactions { get; internal init; } = CompanyTransactions.Empty;

    /// <summary>Every transaction, the derived ones among them: made when it is first asked for.</summary>
    public TransactionList TransactionList => _transactions ??= TransactionList.Of(this);

    /// <summary>
    /// Every line that has uses, in order of its key (so the lines of a cost key stand together). Every figure of a range is a sum over lines:
    /// O(log n) in the uses of each.
    /// </summary>
    public IReadOnlyList<LineView> Lines => _lines ??= Minutes.Length == 0 ? Credits : Credits.Length == 0 ? Minutes : [.. Minutes, .. Credits];

    /// <summary>The lines on minutes in order of their keys.</summary>
    internal LineView[] Minutes { get; }

    /// <summary>The lines on credits in order of their keys.</summary>
    internal LineView[] Credits { get; }

    /// <summary>The corrections.</summary>
    internal CorrectionsView Corrections { get; }

    /// <summary>The corrections of the event that the entry of a version booked; null: it has none. O(log c) in the corrected events.</summary>
    public CorrectionTrail? CorrectionsOf(long eventVersion) => Corrections.Trails.GetValueOrDefault(eventVersion);

    /// <summary>The versions of all corrections, those of tests too, newest first: O(c log c) in their number.</summary>
    public IReadOnlyList<long> CorrectionVersions()
    {
        var versions = new List<long>(Corrections.Trails.Count);
        foreach (var trail in Corrections.Trails.Values)
            versions.AddRange(trail.Versions);
        versions.Sort();
        versions.Reverse();
        return versions;
    }

    /// <summary>
    /// The rows of the company, or of one cost key of it, uses and corrections, to page through from the newest. A correction that takes a use from
    /// one cost key to another is a row of both. O(lines).
    /// </summary>
    public RowIndex Rows(string? costKey = null)
    {
        var timelines = new List<TimelineView>(Minutes.Length + Credits.Length);
        AddRows(Minutes, costKey, timelines);
        AddRows(Credits, costKey, timelines);
        if (costKey is null)
            timelines.Add(Corrections.Rows);
        else if (Corrections.RowsByCostKey.TryGetValue(costKey, out var corrections))
            timelines.Add(corrections);
        return new RowIndex(timelines);
    }

    /// <summary>What was booked in a system in a range: milliseconds or millionths of a credit.</summary>
    public long Used(BillingSystem system, TimeRange range)
    {
        Int128 used = 0;
        foreach (var line in system == BillingSystem.Minutes ? Minutes : Credits)
            used += line.Sums(range).Quantity;
        return checked((long)used);
    }

    /// <summary>
    /// The figures of a range, O(log n) in the events of each line. The last few reports are kept with the window of starts and
    /// ends for which each holds, and returned again (the same object) for a range within it.
    /// </summary>
    public CompanyReport Report(TimeRange range)
    {
        var newest = Volatile.Read(ref _newest);
        return newest is not null && newest.Holds(range) ? newest.Report : Older(range, newest).Report;
    }

    /// <summary>As the other overload; narrows <paramref name="window"/> to ranges for which it returns the same.</summary>
    public CompanyReport Report(TimeRange range, ref ReportWindow window)
    {
        var kept = Volatile.Read(ref _newest);
        if (kept is null || !kept.Holds(range))
            kept = Older(range, kept);
        window.Narrow(kept.Window);
        return kept.Report;
    }

    private KeptReport Older(TimeRange range, KeptReport? newest)
    {
        var older = Volatile.Read(ref _older);
        foreach (var candidate in older)
        {
            if (candidate.Holds(range))
                return candidate;
        }

        var made = new ReportMaker(range).Make(this);

        // Two readers at once may drop one another's report: it is made again, no figure differs.
        if (newest is not null)
            Volatile.Write(ref _older, [newest, .. older.AsSpan(0, Math.Min(older.Length, KeptReportsMax - 2))]);
        Volatile.Write(ref _newest, made);
        return made;
    }

    /// <summary>
    /// The figures by line and interval. The last few are kept and returned again (the same object) for an equal query.
    /// </summary>
    public CompanyLines Figures(LinesQuery query)
    {
        var kept = Volatile.Read(ref _keptLines);
        foreach (var candidate in kept)
        {
            if (candidate.Query.Equals(query))
                return candidate.Lines;
        }

        var lines = LinesMaker.Make(this, query);
        Volatile.Write(ref _keptLines, [new KeptLines(query, lines), .. kept.AsSpan(0, Math.Min(kept.Length, KeptLinesMax - 1))]);
        return lines;
    }

    private static void AddRows(LineView[] lines, string? costKey, List<TimelineView> timelines)
    {
        foreach (var line in lines)
        {
            if (costKey is null || line.Key.CostKey == costKey)
                timelines.Add(line.Uses);
        }
    }
}
