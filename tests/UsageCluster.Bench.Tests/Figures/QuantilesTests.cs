using UsageCluster.Bench.Harness;

namespace UsageCluster.Bench.Tests.Figures;

public class QuantilesTests
{
    private static readonly long[] OneToHundred = [.. Enumerable.Range(1, 100).Select(i => (long)i)];

    [Theory]
    [InlineData(0.50, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1.0, 100)]
    [InlineData(0.0, 1)]
    public void A_quantile_is_the_value_of_the_nearest_rank(double share, long expected) => Assert.Equal(expected, Quantiles.Of(OneToHundred, share));

    [Fact]
    public void Every_quantile_of_one_value_is_that_value() => Assert.Equal(7, Quantiles.Of([7], 0.99));

    [Fact]
    public void Nothing_measured_is_zero() => Assert.Equal(0, Quantiles.Of([], 0.5));
}
