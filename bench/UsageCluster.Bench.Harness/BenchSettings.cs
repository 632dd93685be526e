namespace UsageCluster.Bench.Harness;

/// <summary>How long and how much to measure.</summary>
public sealed record BenchSettings
{
    public int Rounds { get; init; } = 3;

    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(4);

    public int Connections { get; init; } = 64;

    public int Events { get; init; } = 1_000_000;

    /// <summary>Shorter rounds over less data, for a quick look.</summary>
    public static BenchSettings Quick => new() { Round = TimeSpan.FromSeconds(3), WarmUp = TimeSpan.FromSeconds(2), Events = 200_000 };
}
