namespace UsageCluster.Bench.Harness.Results;

/// <summary>What a read of one size took.</summary>
public sealed record GrowthPoint(long Size, double P50Ms, double P99Ms);
