namespace UsageCluster.Bench.Harness;

/// <summary>A figure of several rounds; as a ratio, product over rival: above 1 the product is faster.</summary>
public readonly record struct Ratio(double Min, double Median, double Max)
{
    public static Ratio Of(IEnumerable<double> rounds)
    {
        var sorted = rounds.Order().ToArray();
        return new Ratio(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }
}
