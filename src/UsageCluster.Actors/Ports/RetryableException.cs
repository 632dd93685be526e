namespace UsageCluster.Actors.Ports;

/// <summary>The call could not be decided; the same call may succeed later. Events may be sent again: their ids are unique for ever.</summary>
public sealed class RetryableException : Exception
{
    /// <summary>Not decided, for a reason that <see cref="Failure"/> names.</summary>
    public RetryableException(RetryableFailure failure, string message, Exception? innerException = null) : base(message, innerException) =>
        Failure = failure;

    /// <summary>The reason.</summary>
    public RetryableFailure Failure { get; }
}
