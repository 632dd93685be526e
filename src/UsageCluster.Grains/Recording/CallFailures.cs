using Orleans.Serialization;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Grains.Recording;

/// <summary>Tells the failures of calls apart.</summary>
internal static class CallFailures
{
    /// <summary>What follows from the failure.</summary>
    public static CallFailure KindOf(Exception failure) => failure switch
    {
        // A batch that does not fit a queue is refused whole.
        RetryableException { Failure: RetryableFailure.Overloaded } or GatewayTooBusyException => CallFailure.Refused,
        RetryableException => CallFailure.Unknown,
        UnknownCompanyException => CallFailure.UnknownCompany,
        ArgumentException or SerializerException => CallFailure.Poisoned,

        // The cluster's own failures: silos that went, calls that were not answered, a client that is not connected at the moment.
        OrleansException or TimeoutException or IOException or OperationCanceledException or ObjectDisposedException => CallFailure.Unknown,
        _ => CallFailure.Unexpected,
    };

    /// <summary>The failure that a caller is told once retries have ended.</summary>
    public static RetryableException GivenUp(Exception failure, TimeSpan after) => new(
        (failure as RetryableException)?.Failure ?? RetryableFailure.UnknownOutcome,
        $"The event was not acknowledged within {after}; it may be booked. Last failure: {failure.Message}",
        failure);

    /// <summary>What is told to callers that are cut off by a stop.</summary>
    public static RetryableException ShuttingDown() =>
        new(RetryableFailure.ShuttingDown, "The recorder has been stopped; the event may be booked if it was on its way.");
}
