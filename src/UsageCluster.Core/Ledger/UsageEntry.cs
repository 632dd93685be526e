using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Core.Ledger;

/// <summary>A booked usage event. What was decided at booking is kept and never decided again (domain rule 4).</summary>
public sealed record UsageEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Usage;

    /// <inheritdoc />
    public override string? UniqueId => Event.EventId;

    /// <summary>The event as reported, normalised.</summary>
    public required UsageEvent Event { get; init; }

    /// <summary>The billing system it was booked in.</summary>
    public required BillingSystem System { get; init; }

    /// <summary>What was booked: milliseconds or millionths of a credit, by <see cref="System"/>. 0 for a test.</summary>
    public required long Quantity { get; init; }

    /// <summary>Whether the event counts as an interview, by the catalogue at booking.</summary>
    public required bool CountsAsInterview { get; init; }

    /// <summary>The price rule it was rated by; null on minutes and for tests.</summary>
    public RuleRef? Rule { get; init; }
}
