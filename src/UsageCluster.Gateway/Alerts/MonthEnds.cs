using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Which billing periods may still change, so that alerts are looked at in them.</summary>
/// <param name="ClosesAfter">How long after its end a month is closed (domain rule 16).</param>
internal sealed record MonthEnds(TimeSpan ClosesAfter)
{
    /// <summary>The month of an instant, and before it the last one until it is closed.</summary>
    public IReadOnlyList<CalendarMonth> OpenAt(Instant now)
    {
        var current = CalendarMonth.At(now);
        return now < current.Start.Plus(ClosesAfter) && current.Start > Instant.Earliest ? [current.Plus(-1), current] : [current];
    }
}
