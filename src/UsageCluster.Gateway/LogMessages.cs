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

    [LoggerMessage(2018, LogLevel.Warning, "{Method} {Path}: a figure of the answer is beyond 64 bits")]
    public static partial void FigureTooLarge(ILogger logger, Exception failure, string method, string? path);

    [LoggerMessage(2003, LogLevel.Warning, "The last-used times of {Count} keys could not be stored")]
    public static partial void LastUsedNotStored(ILogger logger, Exception failure, int count);

    [LoggerMessage(2004, LogLevel.Warning, "Not ready: the store cannot be used")]
    public static partial void StoreNotReachable(ILogger logger, Exception failure);

    [LoggerMessage(2005, LogLevel.Warning, "The control plane's changes could not be read")]
    public static partial void SyncFailed(ILogger logger, Exception failure);

    [LoggerMessage(2006, LogLevel.Information, "Stopping: readiness is withdrawn, requests in flight end")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(2010, LogLevel.Information, "Alert {AlertId} fired for {Period}")]
    public static partial void AlertFired(ILogger logger, string alertId, string period);

    [LoggerMessage(2011, LogLevel.Warning, "Alerts could not be looked at")]
    public static partial void AlertsNotRead(ILogger logger, Exception failure);

    [LoggerMessage(2012, LogLevel.Warning, "The figures of {Owner} could not be read for its alerts")]
    public static partial void AlertFiguresNotRead(ILogger logger, Exception failure, string owner);

    [LoggerMessage(2013, LogLevel.Warning, "What is due to webhooks could not be read")]
    public static partial void DeliveriesNotRead(ILogger logger, Exception failure);

    [LoggerMessage(2014, LogLevel.Information, "Attempt {Attempt} of delivery {DeliveryId} failed: {Error}")]
    public static partial void DeliveryFailed(ILogger logger, string deliveryId, int attempt, string error);

    [LoggerMessage(2015, LogLevel.Warning, "Delivery {DeliveryId} to webhook {WebhookId} is given up: a dead letter")]
    public static partial void DeadLetter(ILogger logger, string deliveryId, string webhookId);

    [LoggerMessage(2016, LogLevel.Warning, "What became of an attempt of delivery {DeliveryId} could not be stored")]
    public static partial void DeliveryNotKept(ILogger logger, Exception failure, string deliveryId);

    [LoggerMessage(2017, LogLevel.Warning, "The target of webhook {WebhookId} says that it is gone: the webhook is disabled")]
    public static partial void WebhookGone(ILogger logger, string webhookId);

    [LoggerMessage(2019, LogLevel.Information, "The first requests will take longer: the warm-up was not done after {Milliseconds} ms")]
    public static partial void NotWarmInTime(ILogger logger, long milliseconds);

    [LoggerMessage(2020, LogLevel.Warning, "The first requests will take longer: the warm-up failed")]
    public static partial void NotWarm(ILogger logger, Exception failure);
}
