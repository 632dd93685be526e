using System.Globalization;
using System.Net;
using System.Text;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>Writes an SVG picture that can be read on light and on dark pages.</summary>
public sealed class SvgCanvas
{
    // Colours by meaning: ink for text, lines for axes, one for each series.
    private const string Style = """
        <style>
        text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 13px; fill: #1f2328; }
        .page { fill: #ffffff; } .title { font-size: 16px; font-weight: 600; } .quiet { fill: #59636e; font-size: 12px; }
        .grid { stroke: #d1d9e0; stroke-width: 1; } .mark { stroke: #59636e; stroke-width: 1.5; } .expected { stroke: #59636e; stroke-dasharray: 5 4; fill: none; }
        .goal { stroke: #1f2328; stroke-width: 2; }
        .s0 { fill: #0969da; stroke: #0969da; } .s1 { fill: #6f42c1; stroke: #6f42c1; } .s2 { fill: #bc4c00; stroke: #bc4c00; } .s3 { fill: #1a7f37; stroke: #1a7f37; }
        .line { fill: none; stroke-width: 2; } .faint { fill: none; stroke-width: 1.5; stroke-dasharray: 2 3; }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; } .page { fill: #0d1117; } .quiet { fill: #9198a1; } .grid { stroke: #30363d; } .mark { stroke: #9198a1; }
        .expected { stroke: #9198a1; } .goal { stroke: #f0f6fc; }
        .s0 { fill: #4493f8; stroke: #4493f8; } .s1 { fill: #ab7df8; stroke: #ab7df8; } .s2 { fill: #f0883e; stroke: #f0883e; } .s3 { fill: #3fb950; stroke: #3fb950; }
        .line, .faint { fill: none; }
        }
        </style>
        """;

    private readonly StringBuilder _text = new();

    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="title">What the picture shows, also for those who cannot see it.</param>
    public SvgCanvas(int width, int height, string title)
    {
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n");
        Add($"<title>{Escaped(title)}</title>\n");
        _text.Append(Style).Append('\n');
        Add($"<rect class=\"page\" width=\"{width}\" height=\"{height}\"/>\n");
        Text(20, 28, title, "title");
    }

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<line class=\"{style}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>\n");

    public void Rectangle(double x, double y, double width, double height, string style) =>
        Add($"<rect class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"/>\n");

    public void Dot(double x, double y, string style) => Add($"<circle class=\"{style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\"/>\n");

    public void Path(IEnumerable<(double X, double Y)> points, string style) =>
        Add($"<polyline class=\"{style}\" points=\"{string.Join(' ', points.Select(p => FormattableString.Invariant($"{p.X:0.#},{p.Y:0.#}")))}\"/>\n");

    /// <param name="x">Where it is anchored.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">What it says.</param>
    /// <param name="style">Classes.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public void Text(double x, double y, string text, string style = "", string anchor = "start") =>
        Add($"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Escaped(text)}</text>\n");

    /// <summary>The whole picture.</summary>
    public string End() => _text + "</svg>\n";

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
