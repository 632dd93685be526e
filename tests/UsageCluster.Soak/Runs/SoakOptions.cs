using UsageCluster.Soak.Reports;

namespace UsageCluster.Soak.Runs;

/// <summary>What is to be run.</summary>
internal sealed record SoakOptions
{
    public required TimeSpan Duration { get; init; }

    /// <summary><c>sqlite</c>, <c>postgres</c> or both.</summary>
    public required IReadOnlyList<string> Stores { get; init; }

    public required int Seed { get; init; }

    /// <summary>Calls a second, on each store.</summary>
    public required double Rate { get; init; }

    /// <summary>For how long after a fault has healed its errors are still expected.</summary>
    public required TimeSpan Grace { get; init; }

    public required SoakBounds Bounds { get; init; }

    /// <summary>Until then nothing is measured that is compared: the first quarter, at most 10 minutes.</summary>
    public TimeSpan WarmUp => TimeSpan.FromTicks(Math.Min(Duration.Ticks / 4, TimeSpan.FromMinutes(10).Ticks));

    /// <summary>What is wrong with the options, if anything.</summary>
    public string? Fault =>
        Duration < TimeSpan.FromSeconds(5) || Duration > TimeSpan.FromHours(24) ? "--minutes is from 0.1 to 1440."
        : Rate is not (>= 1 and <= 1_000) ? "--rate is from 1 to 1000."
        : Grace < TimeSpan.Zero || Grace > TimeSpan.FromMinutes(1) ? "--grace is from 0 to 60."
        : null;
}
