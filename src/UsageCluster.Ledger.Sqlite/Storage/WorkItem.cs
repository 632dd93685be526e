namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A read or write that waits for its thread. Its result is given out by <see cref="Complete"/>, after the commit.</summary>
internal abstract class WorkItem
{
    /// <summary>About how many rows it writes.</summary>
    public abstract int Weight { get; }

    /// <summary>Ends an item whose caller has gone, before anything was done; false: it is to be run.</summary>
    public abstract bool CancelIfAsked();

    /// <summary>Does the work and keeps the result.</summary>
    public abstract void Run(Session session);

    /// <summary>Gives the kept result to the caller.</summary>
    public abstract void Complete();

    /// <summary>Gives a failure to the caller.</summary>
    public abstract void Fail(Exception exception);
}
