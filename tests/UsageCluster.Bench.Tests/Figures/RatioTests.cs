using UsageCluster.Bench.Harness;

namespace UsageCluster.Bench.Tests.Figures;

public class RatioTests
{
    [Fact]
    public void Of_three_rounds_the_median_is_the_middle_one() => Assert.Equal(new Ratio(1, 2, 9), Ratio.Of([9, 1, 2]));

    [Fact]
    public void Of_four_rounds_the_median_lies_between_the_middle_two() => Assert.Equal(new Ratio(1, 2.5, 9), Ratio.Of([9, 1, 2, 3]));

    [Fact]
    public async Task A_ratio_is_the_product_over_the_rival_of_the_same_round()
    {
        var (product, rival) = (new Queue<double>([1, 100, 90, 50]), new Queue<double>([1, 50, 30, 100]));
        static Side Side(string name, Queue<double> perSecond) => new(name, _ => Task.FromResult(new Measurement(perSecond.Dequeue(), 1, 1)));

        // The first of each is the warm-up.
        var result = await Rounds.RunAsync("x", [Side(Rounds.Product, product), Side("sql", rival)], BenchSettings.Quick, []);

        Assert.Equal(new Ratio(0.5, 2, 3), result.Ratios["sql"]);
        Assert.Equal(90, result.Sides[Rounds.Product].PerSecond);
    }
}
