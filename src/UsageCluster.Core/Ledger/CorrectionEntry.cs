using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>
/// A correction of an event, with what the event counted as before and counts as after: figures need nothing else. The event's own entry stays
/// (domain rule 10).
/// </summary>
public sealed record CorrectionEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Correction;

    /// <inheritdoc />
    public override string? UniqueId => ReservedIds.OfCorrection(Request.CorrectionId);

    /// <summary>What was asked for.</summary>
    public required CorrectionRequest Request { get; init; }

    /// <summary>The version of the event's own entry.</summary>
    public required long EventVersion { get; init; }

    /// <summary>The version of the event's correction before this one; 0: this is the first.</summary>
    public required long PreviousVersion { get; init; }

    /// <summary>When the event occurred: that is where the correction counts.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>Whether the event is a test, so that neither it nor the correction is in any figure.</summary>
    public required bool IsTest { get; init; }

    /// <summary>What the event counted as.</summary>
    public required BookedUse Before { get; init; }

    /// <summary>What it counts as now, in the same system; null: nothing, it is voided.</summary>
    public required BookedUse? After { get; init; }
}
