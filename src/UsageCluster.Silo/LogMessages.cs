namespace UsageCluster.Silo;

/// <summary>Everything that the silo logs. Event ids 7000 to 7099.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(7000, LogLevel.Information, "{Count} companies that belong to other silos since the membership changed are sent there")]
    public static partial void SentHome(ILogger logger, int count);

    [LoggerMessage(7001, LogLevel.Warning, "The node's lease has ended: {Count} companies are dropped")]
    public static partial void CompaniesDropped(ILogger logger, int count);

    [LoggerMessage(7002, LogLevel.Warning, "Redis cannot be reached at {Place}, attempt {Attempt} of {Attempts}: {Reason}")]
    public static partial void RedisNotReached(ILogger logger, string place, int attempt, int attempts, string reason);

    [LoggerMessage(7003, LogLevel.Information, "Every company was given up and the membership left")]
    public static partial void Left(ILogger logger);
}
