using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness;

/// <summary>How long and how much to measure.</summary>
public sealed record BenchSettings
{
    public bool IsQuick { get; init; }

    public int Rounds { get; init; } = 3;

    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a rival is tried with each number of connections.</summary>
    public TimeSpan Trial { get; init; } = TimeSpan.FromSeconds(2);

    public int Connections { get; init; } = 64;

    public int Events { get; init; } = 1_000_000;

    /// <summary>Sizes of the company of which growth is measured, in events.</summary>
    public IReadOnlyList<int> GrowthEvents { get; init; } = [10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Sizes of the ATS of which growth is measured, in companies.</summary>
    public IReadOnlyList<int> GrowthCompanies { get; init; } = [10, 100, 1_000, 10_000, 50_000];

    /// <summary>Companies that the store knows when memory is measured.</summary>
    public int KnownCompanies { get; init; } = 1_000_000;

    /// <summary>Companies that are in use when memory is measured.</summary>
    public int ActiveCompanies { get; init; } = 10_000;

    /// <summary>Shorter rounds over less data: all scenarios within three minutes of a quiet machine.</summary>
    public static BenchSettings Quick => new()
    {
        IsQuick = true,
        Round = TimeSpan.FromSeconds(0.7),
        WarmUp = TimeSpan.FromSeconds(0.7),
        Trial = TimeSpan.FromSeconds(0.3),
        Events = 100_000,
        GrowthEvents = [1_000, 10_000, 100_000],
        GrowthCompanies = [10, 100, 1_000],
        KnownCompanies = 100_000,
        ActiveCompanies = 1_000,
    };

    public RunFacts Facts => new(IsQuick, Rounds, Round.TotalSeconds, Events);
}
