using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>Latency by size, both logarithmic, a panel for each kind of read; dashed, what flat or linear growth from the smallest size would be.</summary>
public static class GrowthChart
{
    private const int PanelWidth = 430, Height = 420, Top = 112, Bottom = 70, Left = 70, Right = 24;

    /// <summary>Null where growth was not measured.</summary>
    public static string? Of(ResultFile results)
    {
        var lines = results.Scenarios.SelectMany(s => s.Growth).ToList();
        if (lines.Count == 0)
            return null;
        var svg = new SvgCanvas(PanelWidth * lines.Count, Height, "Latency of a read as the data grows");
        svg.Text(20, 50, "solid: median; dotted: 99th percentile; dashed: what the smallest size lets expect" + ChartText.Caution(results), "quiet");
        foreach (var (i, line) in lines.Index())
            DrawPanel(svg, line, i * PanelWidth);
        return svg.End();
    }

    private static void DrawPanel(SvgCanvas svg, GrowthLine line, double offset)
    {
        var isLinear = line.Of == "companies";
        var (first, last) = (line.Points[0], line.Points[^1]);
        double Expected(GrowthPoint point) => isLinear ? first.P50Ms * point.Size / first.Size : first.P50Ms;
        var sizes = LogAxis.Over(line.Points.Select(p => (double)p.Size), offset + Left, offset + PanelWidth - Right);
        var times = LogAxis.Over(line.Points.SelectMany(p => new[] { p.P50Ms, p.P99Ms, Expected(p) }), Height - Bottom, Top);

        svg.Text(offset + 20, 76, $"{line.Name}: {(isLinear ? $"{ChartText.Brief(line.Linearity)} × of linear at most" : $"{ChartText.Brief(line.Flatness)} × between slowest and fastest")}");
        foreach (var tick in times.Ticks())
        {
            svg.Line(sizes.From, times.At(tick), sizes.To, times.At(tick), "grid");
            svg.Text(sizes.From - 8, times.At(tick) + 4, ChartText.Brief(tick), "quiet", "end");
        }

        foreach (var point in line.Points)
        {
            svg.Line(sizes.At(point.Size), Top, sizes.At(point.Size), Height - Bottom, "grid");
            svg.Text(sizes.At(point.Size), Height - Bottom + 20, ChartText.Brief(point.Size), "quiet", "middle");
        }

        svg.Text((sizes.From + sizes.To) / 2, Height - Bottom + 44, $"{line.Of} (logarithmic)", "quiet", "middle");
        svg.Text(offset + 20, Top - 8, "ms (logarithmic)", "quiet");

        svg.Path([(sizes.At(first.Size), times.At(Expected(first))), (sizes.At(last.Size), times.At(Expected(last)))], "expected");
        svg.Path(line.Points.Select(p => (sizes.At(p.Size), times.At(p.P99Ms))), "s0 faint");
        svg.Path(line.Points.Select(p => (sizes.At(p.Size), times.At(p.P50Ms))), "s0 line");
        foreach (var point in line.Points)
        {
            svg.Dot(sizes.At(point.Size), times.At(point.P50Ms), "s0");
            svg.Text(sizes.At(point.Size), times.At(point.P50Ms) - 10, ChartText.Brief(point.P50Ms), "", point == first ? "start" : point == last ? "end" : "middle");
        }
    }
}
