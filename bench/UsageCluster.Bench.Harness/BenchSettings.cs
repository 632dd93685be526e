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

    /// <summary>Companies that the store knows when starts are measured.</summary>
    public int StartCompanies { get; init; } = 10_000;

    /// <summary>Members of the large ATS.</summary>
    public int BigAtsCompanies { get; init; } = 50_000;

    /// <summary>How long the load runs before a restart.</summary>
    public TimeSpan BeforeRestart { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long it runs on, once the next process is ready.</summary>
    public TimeSpan AfterRestart { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Connections to PostgreSQL that a rival is tried with for reads.</summary>
    public IReadOnlyList<int> ReadConnections { get; init; } = [2, 4, 8];

    /// <summary>Shorter rounds over less data: all scenarios within three minutes of a quiet machine.</summary>
    public static BenchSettings Quick => new()
    {
        IsQuick = true,
        Round = TimeSpan.FromSeconds(0.35),
        WarmUp = TimeSpan.FromSeconds(0.25),
        Trial = TimeSpan.FromSeconds(0.15),
        Events = 30_000,
        GrowthEvents = [300, 3_000, 30_000],
        GrowthCompanies = [10, 100, 1_000],
        KnownCompanies = 20_000,
        ActiveCompanies = 500,
        StartCompanies = 2_000,
        BigAtsCompanies = 3_000,
        BeforeRestart = TimeSpan.FromSeconds(2.5),
        AfterRestart = TimeSpan.FromSeconds(5),
        ReadConnections = [4, 8],
    };

    /// <summary>The same over the same data, in more and longer rounds: for what is measured again because it was under a floor.</summary>
    public BenchSettings Longer => this with { Rounds = 5, Round = Round * 4, WarmUp = WarmUp * 2, Trial = Trial * 2 };

    public RunFacts Facts => new(IsQuick, Rounds, Round.TotalSeconds, Events);
}
