using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Ledger;

/// <summary>A transaction that an administrator booked, or an adjustment of a closed month.</summary>
public sealed record TransactionEntry : LedgerEntry
{
    /// <inheritdoc />
    public override EntryKind Kind => EntryKind.Transaction;

    /// <summary>The transaction.</summary>
    public required BillingTransaction Transaction { get; init; }

    /// <summary>The month that it adjusts, as months are counted (<see cref="Time.CalendarMonth.Number"/>); null: none.</summary>
    public int? AdjustedMonth { get; init; }
}
