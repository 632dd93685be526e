using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>The company is on a plan from an instant on; assignments at or after that instant are removed.</summary>
public sealed record PlanAssignmentEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.PlanAssignment;

    /// <summary>The plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>The first instant on the plan.</summary>
    public required Instant Since { get; init; }
}
