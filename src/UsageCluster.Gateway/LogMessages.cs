using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Gateway;

/// <summary>What the gateway logs. Event ids 2000 to 2099. No key material, no bodies.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(2000, LogLevel.Error, "{Method} {Path} failed, traceId {TraceId}")]
    public static partial void RequestFailed(ILogger logger, Exception failure, string method, string? path, string traceId);

    [LoggerMessage(2001, LogLevel.Warning, "{Method} {Path} could not be decided: {Reason}")]
    public static partial void Unavailable(ILogger logger, Exception failure, string method, string? path, RetryableFailure reason);

    [LoggerMessage(2002, LogLevel.Error, "{Method} {Path} failed after its answer had begun; the connection was cut")]
    public static partial void AnswerCutOff(ILogger logger, Exception failure, string method, string? path);

    [LoggerMessage(2003, LogLevel.Warning, "The last-used times of {Count} keys could not be stored")]
    public static partial void LastUsedNotStored(ILogger logger, Exception failure, int count);

    [LoggerMessage(2004, LogLevel.Warning, "Not ready: the store cannot be reached")]
    public static partial void StoreNotReachable(ILogger logger, Exception failure);

    [LoggerMessage(2005, LogLevel.Warning, "The control plane's changes could not be read")]
    public static partial void SyncFailed(ILogger logger, Exception failure);

    [LoggerMessage(2006, LogLevel.Information, "Stopping: readiness is withdrawn, requests in flight end")]
    public static partial void Stopping(ILogger logger);
}
