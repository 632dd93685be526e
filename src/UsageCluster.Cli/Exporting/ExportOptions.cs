namespace UsageCluster.Cli.Exporting;

/// <summary>Bounds of an export.</summary>
internal sealed record ExportOptions
{
    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server may send nothing.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often progress is told.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(5);
}
