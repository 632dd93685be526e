namespace UsageCluster.Cli.Replaying;

/// <summary>Bounds of a replay.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Instants that are named of a comparison, at which figures part.</summary>
    public int PartingsMax { get; init; } = 50;

    /// <summary>How often a server is asked for figures that move meanwhile.</summary>
    public int AttemptsMax { get; init; } = 20;

    /// <summary>How long a server may take for an answer.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
