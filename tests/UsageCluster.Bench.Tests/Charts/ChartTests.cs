using System.Xml.Linq;
using UsageCluster.Bench.Harness.Charts;
using UsageCluster.Bench.Tests.Results;

namespace UsageCluster.Bench.Tests.Charts;

public class ChartTests
{
    [Fact]
    public void The_comparison_names_scenarios_rivals_ratios_and_the_axis()
    {
        var texts = Texts(ComparisonChart.Of(Sample.File));

        Assert.All((string[])["read-company", "limit", "sql", "0.83 ×  (≥ 0.7)", "455 ×  (≥ 500)"], text => Assert.Contains(text, texts));
        Assert.Contains(texts, t => t.StartsWith("product over rival, ×", StringComparison.Ordinal));
    }

    [Fact]
    public void A_faster_product_has_its_bar_to_the_right_of_one_and_a_slower_one_to_the_left()
    {
        var bars = XDocument.Parse(ComparisonChart.Of(Sample.File)!).Descendants()
            .Where(e => e.Name.LocalName == "rect" && ((string)e.Attribute("class")!).StartsWith('s')).ToList();
        double At(int bar, string name) => (double)bars[bar].Attribute(name)!;

        // The limit's ends where that of sql begins: at 1.
        Assert.Equal(At(1, "x"), At(0, "x") + At(0, "width"), 0.2);
        Assert.True(At(1, "width") > At(0, "width"));
    }

    [Fact]
    public void Growth_has_a_panel_for_each_read_with_its_sizes_and_units()
    {
        var texts = Texts(GrowthChart.Of(Sample.File));

        Assert.All((string[])["10k", "10M", "50k", "ms (logarithmic)", "events (logarithmic)", "companies (logarithmic)"], text => Assert.Contains(text, texts));
    }

    [Fact]
    public void Results_without_data_for_a_chart_make_none()
    {
        var empty = Sample.File with { Scenarios = [] };

        Assert.Null(ComparisonChart.Of(empty));
        Assert.Null(GrowthChart.Of(empty));
    }

    private static List<string> Texts(string? svg) => [.. XDocument.Parse(svg!).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
}
