namespace UsageCluster.Soak.Reports;

/// <summary>The median of the minutes' calm p99 in the first and in the last third after the warm-up, in milliseconds.</summary>
internal sealed record DriftReport(double FirstMs, double LastMs)
{
    public double Factor => Math.Round(LastMs / FirstMs, 2);
}
