namespace UsageCluster.Actors.Ports;

/// <summary>Why a call could not be decided.</summary>
public enum RetryableFailure
{
    /// <summary>A queue is full (429).</summary>
    Overloaded,

    /// <summary>Another activation has taken over (503).</summary>
    Fenced,

    /// <summary>A write's outcome is not known (503).</summary>
    UnknownOutcome,

    /// <summary>The store or an actor cannot be used now (503).</summary>
    Unavailable,

    /// <summary>The process is shutting down (503).</summary>
    ShuttingDown,
}
