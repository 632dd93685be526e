namespace UsageCluster.Actors.Ports;

/// <summary>The store could not be used and nothing was committed.</summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Nothing was committed, for this reason.</summary>
    public LedgerUnavailableException(string message, Exception? innerException = null) : base(message, innerException)
    {
    }

    /// <summary>In what way it could not be used.</summary>
    public StoreFailure Failure { get; init; }
}
