using UsageCluster.Core.Ledger;

namespace UsageCluster.Simulation.Checks;

/// <summary>An event in a ledger, and what it counts as by now.</summary>
internal sealed class BookedEvent(UsageEntry entry)
{
    public UsageEntry Entry { get; } = entry;

    public long Version => Entry.Version;

    /// <summary>Null: it is voided.</summary>
    public BookedUse? Counts { get; set; } = BookedUse.Of(entry);

    public long LastCorrection { get; set; }
}
