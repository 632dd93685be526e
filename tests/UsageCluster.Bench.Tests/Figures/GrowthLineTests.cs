using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Figures;

public class GrowthLineTests
{
    [Fact]
    public void Flatness_is_the_slowest_over_the_fastest() => Assert.Equal(1.5, Line((10, 2), (100, 3), (1_000, 2.5)).Flatness);

    [Fact]
    public void Linearity_is_the_worst_step_up_against_any_smaller_size() => Assert.Equal(2.0, Line((10, 5), (100, 10), (1_000, 200)).Linearity, 6);

    [Fact]
    public void Linearity_of_what_grows_slower_than_its_size_is_below_one() => Assert.True(Line((10, 5), (100, 10)).Linearity < 1);

    private static GrowthLine Line(params (long Size, double Ms)[] points) =>
        new("read", "companies", [.. points.Select(p => new GrowthPoint(p.Size, p.Ms, p.Ms))]);
}
