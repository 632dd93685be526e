using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call whose events wait to be decided. It completes once all are; or it fails as a whole.</summary>
internal abstract class PendingRecord : PendingWork
{
    /// <summary>How many events it reports.</summary>
    public abstract int Count { get; }

    /// <summary>How many of them flushes have taken, from the front.</summary>
    public int Taken { get; set; }

    public abstract UsageEvent Report(int index);

    /// <summary>Decides one event; the last one completes the call.</summary>
    public abstract void Decide(int index, RecordOutcome outcome);
}
