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

    [LoggerMessage(7004, LogLevel.Warning, "Company {CompanyId} could not be told that its activation ends; nothing of it is shown any more")]
    public static partial void CompanyNotDropped(ILogger logger, string companyId, Exception failure);

    [LoggerMessage(7005, LogLevel.Warning, "Company {CompanyId} could not be sent to the silo that it belongs to")]
    public static partial void NotSentHome(ILogger logger, string companyId, Exception failure);

    [LoggerMessage(7006, LogLevel.Warning, "A look for companies that belong to other silos failed; the next one is tried in its time")]
    public static partial void LookFailed(ILogger logger, Exception failure);

    [LoggerMessage(7007, LogLevel.Warning, "Company {CompanyId}, which is read, could not be kept active")]
    public static partial void NotKept(ILogger logger, string companyId, Exception failure);

    [LoggerMessage(7008, LogLevel.Warning, "A look for companies that are read failed; the next one is tried in its time")]
    public static partial void KeepingFailed(ILogger logger, Exception failure);

    [LoggerMessage(7009, LogLevel.Warning, "The membership could not be left within {Seconds} s: the other silos find out by themselves")]
    public static partial void NotLeft(ILogger logger, double seconds);
}
