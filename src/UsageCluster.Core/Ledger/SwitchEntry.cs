using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>The company is billed in a system from an instant on; switches at or after that instant are removed.</summary>
public sealed record SwitchEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Switch;

    /// <summary>The first occurred-at booked in <see cref="System"/>.</summary>
    public required Instant At { get; init; }

    /// <summary>The billing system from then on.</summary>
    public required BillingSystem System { get; init; }
}
