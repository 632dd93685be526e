using System.Collections.Immutable;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Ledger;

/// <summary>Months up to one are closed: what they cost by now is fixed, what comes later is an adjustment (domain rule 16).</summary>
public sealed record MonthCloseEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.MonthClose;

    /// <summary>The last month that is closed.</summary>
    public required CalendarMonth Through { get; init; }

    /// <summary>Plan fees and overage of the months that were open until now; each refers to its month.</summary>
    public required ImmutableArray<BillingTransaction> Transactions { get; init; }

    /// <inheritdoc />
    public bool Equals(MonthCloseEntry? other) =>
        other is not null && base.Equals(other) && Through == other.Through && Transactions.AsSpan().SequenceEqual(other.Transactions.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Through, Transactions.Length);
}
