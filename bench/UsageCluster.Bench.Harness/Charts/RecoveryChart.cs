using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>A restart under load over time: the callers' 99th percentile above, and below it the statements that the database runs at a time.</summary>
public static class RecoveryChart
{
    private const int Width = 900, Height = 520, Left = 70, Right = 24;
    private const int LatencyTop = 84, LatencyBottom = 290, FlightTop = 340, FlightBottom = 460;

    /// <summary>Null where no restart was measured.</summary>
    public static string? Of(ResultFile results)
    {
        if (results.Scenarios.FirstOrDefault(s => s.Recovery is not null)?.Recovery is not { } track)
            return null;
        var svg = new SvgCanvas(Width, Height, "A restart under load");
        var end = track.Latency[^1].AtMs;
        double AtTime(double ms) => Left + ((Width - Right - Left) * Math.Clamp(ms / end, 0, 1));

        svg.Text(20, 52, "99th percentile of the requests that were due, ms (logarithmic)" + ChartText.Caution(results), "quiet");
        var times = LogAxis.Over(track.Latency.Select(p => p.Value), LatencyBottom, LatencyTop);
        foreach (var tick in times.Ticks())
            DrawTick(svg, times.At(tick), tick);
        svg.Path(track.Latency.Select(p => (AtTime(p.AtMs), times.At(p.Value))), "s0 line");

        svg.Text(20, FlightTop - 16, "statements that the database runs at a time", "quiet");
        var most = Math.Max(1, track.InFlight.Max(p => p.Value));
        double AtCount(double count) => FlightBottom - ((FlightBottom - FlightTop) * count / most);
        foreach (var tick in new[] { 0, most / 2, most })
            DrawTick(svg, AtCount(tick), tick);
        svg.Path(track.InFlight.Select(p => (AtTime(p.AtMs), AtCount(p.Value))), "s2 line");

        foreach (var (at, name) in new[] { (track.StoppedAt, "stop"), (track.ReadyAt, "ready"), (track.CalmAt, "as before") })
        {
            svg.Line(AtTime(at), LatencyTop - 8, AtTime(at), FlightBottom, "expected");
            svg.Text(AtTime(at), LatencyTop - 12, name, "quiet", "middle");
        }

        for (var second = 0; second * 1000 <= end; second += 2)
            svg.Text(AtTime(second * 1000), FlightBottom + 20, $"{second}", "quiet", "middle");
        svg.Text((Width + Left - Right) / 2.0, FlightBottom + 44, "seconds", "quiet", "middle");
        return svg.End();
    }

    private static void DrawTick(SvgCanvas svg, double y, double value)
    {
        svg.Line(Left, y, Width - Right, y, "grid");
        svg.Text(Left - 8, y + 4, ChartText.Brief(value), "quiet", "end");
    }
}
