namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A read or write that waits for its thread. Its caller hears of it after the commit.</summary>
internal abstract class WorkItem
{
    /// <summary>About how many rows it writes.</summary>
    public abstract int Weight { get; }

    /// <summary>Ends an item whose caller has gone, before anything was done; false: it is to be run.</summary>
    public abstract bool CancelIfAsked();

    /// <summary>Does the work and keeps the result.</summary>
    public abstract void Run(Session session);

    /// <summary>Keeps a failure of its own in place of a result.</summary>
    public abstract void KeepFailure(Exception exception);

    /// <summary>Gives what was kept, result or failure, to the caller.</summary>
    public abstract void Complete();

    /// <summary>Gives the failure that was kept, or else this one, to the caller.</summary>
    public abstract void Fail(Exception exception);
}
