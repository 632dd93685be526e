using UsageCluster.Bench.Harness.Charts;

namespace UsageCluster.Bench.Tests.Charts;

public class LogAxisTests
{
    [Fact]
    public void Equal_factors_are_equal_distances()
    {
        var axis = new LogAxis(1, 1_000, 100, 400);

        Assert.Equal([100.0, 200.0, 300.0, 400.0], new[] { 1.0, 10, 100, 1_000 }.Select(v => Math.Round(axis.At(v), 6)));
    }

    [Fact]
    public void What_lies_beyond_an_end_is_drawn_at_it() => Assert.Equal(400, new LogAxis(1, 10, 100, 400).At(5_000));

    [Fact]
    public void An_axis_over_values_has_room_for_all_of_them()
    {
        var axis = LogAxis.Over([0.43, 7.1], 0, 100);

        Assert.Equal((0.2, 10.0), (axis.Min, axis.Max));
        Assert.Equal([0.2, 0.5, 1, 2, 5, 10], axis.Ticks().Select(t => Math.Round(t, 6)));
    }

    [Fact]
    public void A_long_axis_has_powers_of_ten_only() => Assert.Equal([1, 10, 100, 1_000, 10_000], LogAxis.Over([1, 10_000], 0, 100).Ticks());

    [Fact]
    public void One_value_alone_makes_an_axis_too() => Assert.True(LogAxis.Over([5], 0, 100) is { Min: 5, Max: > 5 });
}
