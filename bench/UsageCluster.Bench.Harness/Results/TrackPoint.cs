namespace UsageCluster.Bench.Harness.Results;

/// <summary>A value at a moment.</summary>
public readonly record struct TrackPoint(double AtMs, double Value);
