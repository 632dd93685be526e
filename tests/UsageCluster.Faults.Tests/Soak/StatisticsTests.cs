using UsageCluster.Soak.Measures;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void A_quantile_is_the_least_value_that_the_share_is_not_above(double share, double expected) =>
        Assert.Equal(expected, Statistics.Quantile(Enumerable.Range(1, 100).Select(i => (double)(101 - i)), share));

    [Fact]
    public void A_single_value_is_every_quantile_and_nothing_has_none()
    {
        Assert.Equal(7, Statistics.Quantile([7], 0.5));
        Assert.Equal(7, Statistics.Quantile([7], 0.99));
        Assert.Null(Statistics.Quantile([], 0.5));
        Assert.Null(Statistics.Median([]));
    }

    [Fact]
    public void A_median_of_an_even_number_lies_between_the_middle_ones() => Assert.Equal(2.5, Statistics.Median([4, 1, 3, 2]));

    [Fact]
    public void A_line_has_its_slope_without_noise()
    {
        var slope = Statistics.LeastSquares([.. Enumerable.Range(0, 10).Select(i => (X: i / 60.0, Y: 100 + (3.0 * i / 60)))]);
        Assert.Equal(3, slope!.PerUnit, precision: 9);
        Assert.Equal(0, slope.StandardError, precision: 6);
    }

    [Fact]
    public void The_slope_of_a_saw_tooth_is_within_its_noise_and_that_of_a_leak_under_it_is_not()
    {
        double Tooth(int i) => i % 7;
        var level = Statistics.LeastSquares([.. Enumerable.Range(0, 100).Select(i => (X: (double)i, Y: Tooth(i)))])!;
        var leak = Statistics.LeastSquares([.. Enumerable.Range(0, 100).Select(i => (X: (double)i, Y: Tooth(i) + (0.2 * i)))])!;
        Assert.InRange(Math.Abs(level.PerUnit), 0, 2 * level.StandardError);
        Assert.True(leak.PerUnit > 2 * leak.StandardError);
        Assert.InRange(leak.PerUnit, 0.2 - (2 * leak.StandardError), 0.2 + (2 * leak.StandardError));
    }

    [Fact]
    public void Neighbours_that_err_alike_make_a_slope_less_certain()
    {
        // The same rests, once next to each other and once alternating.
        var alike = Statistics.LeastSquares([.. Enumerable.Range(0, 40).Select(i => (X: (double)i, Y: i / 10 % 2 == 0 ? 1.0 : -1.0))])!;
        var apart = Statistics.LeastSquares([.. Enumerable.Range(0, 40).Select(i => (X: (double)i, Y: i % 2 == 0 ? 1.0 : -1.0))])!;
        Assert.True(alike.StandardError > 2 * apart.StandardError);
    }

    [Fact]
    public void Too_few_points_have_no_slope() => Assert.Null(Statistics.LeastSquares([(1, 1), (2, 2), (3, 3), (4, 4)]));
}
