using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>A range cut into calendar months and what lies around and between them.</summary>
internal static class TimeParts
{
    /// <summary>The parts of a range, in order, without a gap: each of the months, which ascend, is a part, or what of it lies in the range.</summary>
    public static IEnumerable<TimeRange> Of(TimeRange range, IEnumerable<TimeRange> months)
    {
        var start = range.Start;
        foreach (var bound in months.SelectMany(m => (Instant[])[m.Start, m.End]).Append(range.End))
        {
            var end = bound < range.End ? bound : range.End;
            if (end <= start)
                continue;
            yield return new TimeRange(start, end);
            start = end;
        }
    }
}
