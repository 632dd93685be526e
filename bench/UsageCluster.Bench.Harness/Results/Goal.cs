namespace UsageCluster.Bench.Harness.Results;

/// <summary>What a ratio's median or a figure is to reach.</summary>
public sealed record Goal(double Value, bool IsMost = false)
{
    public bool IsReached(double by) => IsMost ? by <= Value : by >= Value;
}
