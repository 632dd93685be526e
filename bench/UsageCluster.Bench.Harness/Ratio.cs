namespace UsageCluster.Bench.Harness;

/// <summary>Product over rival, round by round: above 1 the product is faster.</summary>
public readonly record struct Ratio(double Min, double Median, double Max)
{
    public static Ratio Of(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return new Ratio(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }
}
