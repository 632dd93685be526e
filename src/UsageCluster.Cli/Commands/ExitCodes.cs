namespace UsageCluster.Cli.Commands;

/// <summary>Exit codes. Scripts read them: never change one.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Well = 0;

    /// <summary>Something is off.</summary>
    public const int Off = 1;

    /// <summary>It could not be done.</summary>
    public const int Failed = 2;
}
