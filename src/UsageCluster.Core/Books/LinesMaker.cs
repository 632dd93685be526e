using System.Runtime.InteropServices;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>Makes the figures of lines by interval: O(log n) for each interval in which a line was used, nothing for the others.</summary>
internal static class LinesMaker
{
    /// <summary>The figures of a view.</summary>
    public static CompanyLines Make(CompanyView view, LinesQuery query)
    {
        var plans = query.Groups.HasFlag(LineGroups.Plan) ? view.Plans : PlanHistory.Empty;
        var groups = new Dictionary<(LineKey Key, string? PlanId), List<LinePoint>>();
        foreach (var line in view.Lines)
            AddPoints(line, query, plans, groups);

        var lines = new List<LineFigures>(groups.Count);
        foreach (var ((key, planId), points) in groups)
        {
            if (Merge(points) is { Length: > 0 } merged)
                lines.Add(new LineFigures(key, merged) { PlanId = planId });
        }

        lines.Sort(static (a, b) => a.Key.CompareTo(b.Key) is var order and not 0 ? order : string.CompareOrdinal(a.PlanId, b.PlanId));
        return new CompanyLines(view.CompanyId, view.Version, [.. view.Report(query.Range).Systems.Select(s => s.System)], lines);
    }

    private static void AddPoints(LineView line, LinesQuery query, PlanHistory plans, Dictionary<(LineKey Key, string? PlanId), List<LinePoint>> groups)
    {
        var (key, bounds) = (query.Group(line.Key), query.Bounds);
        var next = line.NextUse(bounds[0]);
        while (next < bounds[^1])
        {
            var interval = query.IntervalOf(next);
            var (planId, until) = plans.Around(next);
            var end = until < bounds[interval + 1] ? until : bounds[interval + 1];
            ref var points = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, (key, planId), out _);

            // Nothing lies between the interval's start and its first use.
            (points ??= []).Add(new LinePoint(interval, line.Sums(new TimeRange(next, end))));
            next = line.NextUse(end);
        }
    }

    /// <summary>The points by interval, those of the same one added up; what comes to nothing is left out.</summary>
    private static LinePoint[] Merge(List<LinePoint> points)
    {
        points.Sort(static (a, b) => a.Interval.CompareTo(b.Interval));
        var count = 0;
        var merged = CollectionsMarshal.AsSpan(points);
        foreach (var point in merged)
        {
            if (count > 0 && merged[count - 1].Interval == point.Interval)
                merged[count - 1] = new LinePoint(point.Interval, Add(merged[count - 1].Sums, point.Sums));
            else
                merged[count++] = point;
        }

        return merged[..count].ToArray().Where(p => p.Sums != default).ToArray();
    }

    private static LineSums Add(LineSums a, LineSums b) => checked(new(a.Events + b.Events, a.Interviews + b.Interviews, a.Quantity + b.Quantity));
}
