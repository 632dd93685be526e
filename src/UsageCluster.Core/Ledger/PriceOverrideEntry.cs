using UsageCluster.Core.Pricing;

namespace UsageCluster.Core.Ledger;

/// <summary>A price rule that holds for this company alone and comes before the general ones.</summary>
public sealed record PriceOverrideEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.PriceOverride;

    /// <summary>The rule.</summary>
    public required PriceRule Rule { get; init; }
}
