using Microsoft.Extensions.Logging;

namespace UsageCluster.Grains;

/// <summary>Every log message of the grains' package. Event ids are stable: 6000 to 6099 the recorder.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(6000, LogLevel.Debug, "{Events} events of company {CompanyId} were not acknowledged by attempt {Attempt}; next one in {DelayMs} ms.")]
    public static partial void Retrying(this ILogger logger, string companyId, int events, int attempt, long delayMs, Exception failure);

    [LoggerMessage(6001, LogLevel.Warning, "{Events} events of company {CompanyId} are still not acknowledged after {Attempt} attempts.")]
    public static partial void StillRetrying(this ILogger logger, string companyId, int events, int attempt, Exception failure);

    [LoggerMessage(6002, LogLevel.Error, "{Events} events of company {CompanyId} failed; their callers are told.")]
    public static partial void BatchFailed(this ILogger logger, string companyId, int events, Exception failure);

    [LoggerMessage(6003, LogLevel.Error, "Event {EventId} of company {CompanyId} was given up; it may be booked.")]
    public static partial void GivenUp(this ILogger logger, string companyId, string eventId, Exception failure);

    [LoggerMessage(6004, LogLevel.Error, "The recorder was stopped with {Events} events that are not acknowledged; their callers are told.")]
    public static partial void CutOff(this ILogger logger, int events);
}
