using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>The company is closed from an instant on, or open again (domain rule 14).</summary>
public sealed record ClosingEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Closing;

    /// <summary>Events that occurred at or after this instant are rejected; null: open.</summary>
    public required Instant? ClosedAt { get; init; }
}
