using UsageCluster.Soak.Measures;

namespace UsageCluster.Soak.Reports;

/// <summary>How long calls took that were answered, in milliseconds from when they were due.</summary>
internal sealed record Latency(int Count, double? P50, double? P99, double? Max)
{
    public static Latency Of(IEnumerable<CallSample> calls)
    {
        double[] all = [.. calls.Where(c => c.Error is null).Select(c => c.Milliseconds)];
        return new Latency(all.Length, Rounded(Statistics.Quantile(all, 0.5)), Rounded(Statistics.Quantile(all, 0.99)), Rounded(Statistics.Quantile(all, 1)));
    }

    private static double? Rounded(double? value) => value is { } ms ? Math.Round(ms, 1) : null;
}
