using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>What entries that are to be appended change about what is used when.</summary>
internal sealed class PendingUses(CompanyView view)
{
    private readonly List<(BillingSystem System, Instant At, long Quantity)> _uses = [];

    /// <summary>The earliest instant whose figures change; null: none.</summary>
    public Instant? Earliest { get; private set; }

    /// <summary>Takes an entry in.</summary>
    public void Add(LedgerEntry entry)
    {
        if (entry is UsageEntry { Event: { IsTest: false } report } usage)
            Add(usage.System, report.OccurredAt, usage.Quantity);
        else if (entry is CorrectionEntry { IsTest: false } correction)
            Add(correction.Before.Line.System, correction.OccurredAt, (correction.After?.Quantity ?? 0) - correction.Before.Quantity);
    }

    private void Add(BillingSystem system, Instant at, long quantity)
    {
        _uses.Add((system, at, quantity));
        if (!(Earliest <= at))
            Earliest = at;
    }

    /// <summary>What will be used in a range.</summary>
    public long Used(BillingSystem system, TimeRange range)
    {
        Int128 used = view.Used(system, range);
        foreach (var use in _uses)
        {
            if (use.System == system && range.Contains(use.At))
                used += use.Quantity;
        }

        return checked((long)used);
    }
}
