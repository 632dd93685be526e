namespace UsageCluster.Bench.Harness.Results;

/// <summary>One scenario of a result file.</summary>
public sealed record ScenarioRow
{
    public required string Name { get; init; }

    /// <summary>The side that every other one is compared with.</summary>
    public required Measurement Product { get; init; }

    /// <summary>By side: product over rival, or what <see cref="RatioTitle"/> says.</summary>
    public required IReadOnlyDictionary<string, Ratio> Ratios { get; init; }

    public required string RatioTitle { get; init; }

    public required IReadOnlyDictionary<string, Measurement> Sides { get; init; }

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    public IReadOnlyList<GrowthLine> Growth { get; init; } = [];

    public RecoveryTrack? Recovery { get; init; }

    /// <summary>By the side of a ratio, or the figure's name.</summary>
    public IReadOnlyDictionary<string, Goal> Goals { get; init; } = new Dictionary<string, Goal>();

    public IReadOnlyList<string> Notes { get; init; } = [];

    public static ScenarioRow Of(ScenarioResult result, IReadOnlyDictionary<string, Goal> goals) => new()
    {
        Name = result.Name,
        Product = result.Sides[result.Comparison.Base],
        Ratios = result.Ratios,
        RatioTitle = result.Comparison.Title,
        Sides = result.Sides,
        Figures = result.Figures,
        Growth = result.Growth,
        Recovery = result.Recovery,
        Goals = goals,
        Notes = result.Notes,
    };
}
