namespace UsageCluster.Standalone;

/// <summary>Everything that the standalone host logs. Event ids 5000 to 5099.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(5000, LogLevel.Critical, "An actor's turn failed.")]
    public static partial void TurnFailed(ILogger logger, Exception failure);

    [LoggerMessage(5001, LogLevel.Warning, "Company {CompanyId} is activated again: {Breaks} activations in a row broke.")]
    public static partial void BrokenReplaced(ILogger logger, string companyId, int breaks);

    [LoggerMessage(5002, LogLevel.Warning, "Idle companies could not be given up.")]
    public static partial void SweepFailed(ILogger logger, Exception failure);

    [LoggerMessage(5003, LogLevel.Warning, "Company {CompanyId} could not be given up cleanly.")]
    public static partial void DeactivationFailed(ILogger logger, string companyId, Exception failure);

    [LoggerMessage(5004, LogLevel.Information, "Every company was given up.")]
    public static partial void EngineStopped(ILogger logger);
}
