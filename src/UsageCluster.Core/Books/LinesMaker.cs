using System.Runtime.InteropServices;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>Makes the figures of lines by interval: O(log n) for each interval in which a line was used, nothing for the others.</summary>
internal static class LinesMaker
{
    /// <summary>The figures of a view.</summary>
    public static CompanyLines Make(CompanyView view, LinesQuery query)
    {
        var groups = new Dictionary<LineKey, List<LinePoint>>();
        foreach (var line in view.Lines)
        {
            ref var points = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, query.Group(line.Key), out _);
            AddPoints(line, query, points ??= []);
        }

        var lines = new List<LineFigures>(groups.Count);
        foreach (var (key, points) in groups)
        {
            if (Merge(points) is { Length: > 0 } merged)
                lines.Add(new LineFigures(key, merged));
        }

        lines.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return new CompanyLines(view.CompanyId, view.Version, [.. view.Report(query.Range).Systems.Select(s => s.System)], lines);
    }

    private static void AddPoints(LineView line, LinesQuery query, List<LinePoint> points)
    {
        var bounds = query.Bounds;
        var next = line.NextUse(bounds[0]);
        while (next < bounds[^1])
        {
            var interval = query.IntervalOf(next);
            points.Add(new LinePoint(interval, line.Sums(new TimeRange(bounds[interval], bounds[interval + 1]))));
            next = line.NextUse(bounds[interval + 1]);
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
