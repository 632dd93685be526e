using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>One reported event in a flush.</summary>
internal struct FlushItem
{
    public PendingRecord Call;
    public int Index;
    public UsageEvent Report;

    /// <summary>What becomes of it if the flush's entries are committed as they are; for good if <see cref="IsFinal"/>.</summary>
    public RecordOutcome Outcome;

    /// <summary>It was booked before: nothing changes its outcome.</summary>
    public bool IsFinal;

    /// <summary>The ledger was asked and does not have it; only this actor could add it.</summary>
    public bool IsKnownUnbooked;
}
