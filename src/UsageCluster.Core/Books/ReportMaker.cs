using System.Collections.Immutable;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>Makes the report of one range and finds the window in which it holds.</summary>
internal ref struct ReportMaker(TimeRange range)
{
    private readonly long _start = range.Start.Ticks;
    private readonly long _end = range.End.Ticks;
    private ReportWindow _window = new();

    /// <summary>The report of the view.</summary>
    public KeptReport Make(CompanyView view)
    {
        var (last, other) = FindSystemsInForce(view.Billing.Periods);
        var minutes = Sum(BillingSystem.Minutes, view.Minutes, isInForce: last == BillingSystem.Minutes || other == BillingSystem.Minutes);
        var credits = Sum(BillingSystem.Credits, view.Credits, isInForce: last == BillingSystem.Credits || other == BillingSystem.Credits);
        SystemReport[] systems = (minutes, credits) switch
        {
            (null, null) => [new SystemReport(FirstSystem(view.Billing.Periods), 0, 0, [])],
            (null, not null) => [credits],
            (not null, null) => [minutes],
            _ => ComesFirst(last, other, BillingSystem.Credits) ? [credits, minutes] : [minutes, credits],
        };
        return new KeptReport(new CompanyReport(view.CompanyId, view.Version, systems), _window);
    }

    private static BillingSystem FirstSystem(ImmutableArray<BillingPeriod> periods) =>
        periods.IsEmpty ? BillingSystem.Minutes : periods[0].System;

    // The system last in force; where none was, minutes.
    private static bool ComesFirst(BillingSystem? last, BillingSystem? other, BillingSystem system) =>
        last == system || (last is null && other == system);

    private (BillingSystem? Last, BillingSystem? Other) FindSystemsInForce(ImmutableArray<BillingPeriod> periods)
    {
        var first = CountSince(periods, _start + 1) - 1;
        var end = CountSince(periods, _end) - 1;
        _window.NarrowStart(first >= 0 ? periods[first].Since.Ticks : long.MinValue, EndOf(periods, first) - 1);
        _window.NarrowEnd(end >= 0 ? periods[end].Since.Ticks + 1 : long.MinValue, EndOf(periods, end));
        if (end < 0)
            return (null, null);

        // Neighbouring periods have different systems, and there are two.
        var last = periods[end].System;
        return (last, end > Math.Max(first, 0) ? periods[end - 1].System : null);
    }

    private static long EndOf(ImmutableArray<BillingPeriod> periods, int index) =>
        index + 1 < periods.Length ? periods[index + 1].Since.Ticks : long.MaxValue;

    // Periods that begin earlier than an instant.
    private static int CountSince(ImmutableArray<BillingPeriod> periods, long ticks)
    {
        var count = periods.Length;
        while (count > 0 && periods[count - 1].Since.Ticks >= ticks)
            count--;
        return count;
    }

    private SystemReport? Sum(BillingSystem system, LineView[] lines, bool isInForce)
    {
        var figures = lines.Length == 0 ? [] : new BucketFigures[lines.Length];
        var count = 0;
        var quantity = 0L;
        var interviews = 0L;

        // The lines of a cost key stand together.
        for (var i = 0; i < lines.Length;)
        {
            var costKey = lines[i].Key.CostKey;
            var sums = Sum(lines[i]);
            while (++i < lines.Length && lines[i].Key.CostKey == costKey)
                sums += Sum(lines[i]);
            if (sums.Events == 0)
                continue;
            figures[count++] = new BucketFigures(costKey, sums.Events, sums.Interviews, sums.Quantity);
            quantity = checked(quantity + sums.Quantity);
            interviews += sums.Interviews;
        }

        if (count == 0 && !isInForce)
            return null;
        if (count < figures.Length)
            Array.Resize(ref figures, count);
        return new SystemReport(system, quantity, interviews, figures);
    }

    private TimelineSums Sum(LineView line)
    {
        var sums = Sum(line.Uses);
        if (line.Added is not null)
            sums += Sum(line.Added);
        if (line.Removed is not null)
            sums -= Sum(line.Removed);
        return sums;
    }

    private TimelineSums Sum(TimelineView timeline)
    {
        var start = timeline.Locate(_start);
        var end = timeline.Locate(_end);
        _window.NarrowStart(start.PreviousTicks + 1, start.NextTicks);
        _window.NarrowEnd(end.PreviousTicks + 1, end.NextTicks);
        return end.Before - start.Before;
    }
}
