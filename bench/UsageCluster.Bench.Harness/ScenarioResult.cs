using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness;

/// <summary>A scenario's measurements: the medians of each side over the rounds, and their ratios.</summary>
public sealed record ScenarioResult(
    string Name,
    IReadOnlyDictionary<string, Measurement> Sides,
    IReadOnlyDictionary<string, Ratio> Ratios,
    IReadOnlyList<string> Notes,
    Comparison Comparison)
{
    /// <summary>What it tells beside throughput and latency.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>How a restart under load went; null: none was measured.</summary>
    public RecoveryTrack? Recovery { get; init; }

    /// <summary>How latency grows with the data.</summary>
    public IReadOnlyList<GrowthLine> Growth { get; init; } = [];
}
