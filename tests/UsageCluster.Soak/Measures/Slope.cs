namespace UsageCluster.Soak.Measures;

/// <summary>How fast something grows.</summary>
/// <param name="PerUnit">By unit of time.</param>
/// <param name="StandardError">Of that.</param>
internal sealed record Slope(double PerUnit, double StandardError);
