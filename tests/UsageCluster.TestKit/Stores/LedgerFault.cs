namespace UsageCluster.TestKit.Stores;

/// <summary>The faults that a write of the in-memory ledger can be given.</summary>
public enum LedgerFault
{
    /// <summary>It works.</summary>
    None,

    /// <summary>The store says that it committed nothing.</summary>
    Unavailable,

    /// <summary>The connection is lost; nothing was committed.</summary>
    LostBeforeCommit,

    /// <summary>The connection is lost after the commit.</summary>
    LostAfterCommit,

    /// <summary>The connection is lost, and the write reaches the store later than the error its caller.</summary>
    LostAndLate,
}
