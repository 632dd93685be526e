namespace UsageCluster.Bench.Harness;

/// <summary>Quantiles by the nearest rank: the smallest value that at least the given share of all values does not exceed.</summary>
public static class Quantiles
{
    /// <param name="sorted">The values in order.</param>
    /// <param name="share">0 to 1.</param>
    public static long Of(ReadOnlySpan<long> sorted, double share) =>
        sorted.IsEmpty ? 0 : sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
}
