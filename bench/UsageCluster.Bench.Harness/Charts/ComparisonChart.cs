using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>The product's speed over each rival's, scenario by scenario: a bar to the median, a whisker over the rounds, and what is reached for.</summary>
public static class ComparisonChart
{
    private const int Width = 900, RowHeight = 20, GroupGap = 12, Top = 84, Left = 210, Right = 130, Bottom = 58;
    private const int BarHeight = 12;
    private static readonly string[] Series = ["s0", "s1", "s2", "s3"];

    /// <summary>Null where nothing was compared with a rival.</summary>
    public static string? Of(ResultFile results)
    {
        var groups = results.Scenarios.Where(s => s.RatioTitle == Comparison.OfProduct.Title && s.Ratios.Count > 0).ToList();
        if (groups.Count == 0)
            return null;
        var height = Top + groups.Sum(g => (g.Ratios.Count * RowHeight) + GroupGap) + Bottom;
        var svg = new SvgCanvas(Width, height, "The product's speed over its rivals'");
        svg.Text(20, 50, "throughput of the product divided by the rival's in the same round; right of 1 the product is faster", "quiet");
        svg.Text(20, 68, "bar: median of the rounds; thin line: least to most; upright mark: what is reached for" + ChartText.Caution(results), "quiet");
        var goals = groups.SelectMany(g => g.Ratios.Keys.Where(g.Goals.ContainsKey).Select(side => g.Goals[side].Value));
        var axis = LogAxis.Over([1, .. goals, .. groups.SelectMany(g => g.Ratios.Values).SelectMany(r => new[] { r.Min, r.Max })], Left, Width - Right);
        DrawAxis(svg, axis, height - Bottom + 4);

        var y = (double)Top;
        foreach (var group in groups)
        {
            svg.Text(20, y + 14, group.Name, "", "start");
            foreach (var (side, ratio) in group.Ratios)
            {
                DrawRow(svg, axis, y + (RowHeight / 2.0), side, ratio, group.Goals.GetValueOrDefault(side));
                y += RowHeight;
            }

            y += GroupGap;
        }

        return svg.End();
    }

    private static void DrawAxis(SvgCanvas svg, LogAxis axis, double bottom)
    {
        foreach (var tick in axis.Ticks())
        {
            var x = axis.At(tick);
            svg.Line(x, Top - 6, x, bottom, tick is > 0.999 and < 1.001 ? "mark" : "grid");
            svg.Text(x, bottom + 18, ChartText.Brief(tick), "quiet", "middle");
        }

        svg.Text((axis.From + axis.To) / 2, bottom + 40, "product over rival, × (logarithmic)", "quiet", "middle");
    }

    private static void DrawRow(SvgCanvas svg, LogAxis axis, double middle, string side, Ratio ratio, Goal? goal)
    {
        var style = side switch { "limit" => Series[0], "sql" => Series[2], "rollup" => Series[3], _ => Series[1] };
        var (one, median) = (axis.At(1), axis.At(ratio.Median));
        svg.Text(Left - 10, middle + 4, side, "quiet", "end");
        svg.Rectangle(Math.Min(one, median), middle - (BarHeight / 2.0), Math.Max(1, Math.Abs(median - one)), BarHeight, style);
        svg.Line(axis.At(ratio.Min), middle, axis.At(ratio.Max), middle, "goal");
        if (goal is not null)
            svg.Line(axis.At(goal.Value), middle - 9, axis.At(goal.Value), middle + 9, "goal");
        svg.Text(Width - Right + 12, middle + 4, $"{ChartText.Brief(ratio.Median)} ×{(goal is null ? "" : $"  (≥ {ChartText.Brief(goal.Value)})")}");
    }
}
