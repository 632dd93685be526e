namespace UsageCluster.Bench.Harness;

/// <summary>A scenario's measurements: the medians of each side over the rounds, and the product's ratios to the others.</summary>
internal sealed record ScenarioResult(
    string Name, IReadOnlyDictionary<string, Measurement> Sides, IReadOnlyDictionary<string, Ratio> Ratios, IReadOnlyList<string> Notes);
