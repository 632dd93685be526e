using System.Globalization;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Simulation.Checks;

/// <summary>A company's transactions as its ledger tells them, and what each closed month must come to.</summary>
internal sealed class MonthBooks
{
    private static readonly TimeSpan ClosesAfter = TimeSpan.FromDays(3);

    private readonly SortedDictionary<string, long> _posted = new(StringComparer.Ordinal);
    private CalendarMonth? _closedThrough;
    private CalendarMonth? _firstPosted;

    public Dictionary<string, (long Version, BillingTransaction Transaction)> Transactions { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes an entry in; what is wrong with it, if anything is.</summary>
    public string? Add(LedgerEntry entry)
    {
        switch (entry)
        {
            case TransactionEntry { Transaction: var transaction } booked:
                if (!Transactions.TryAdd(transaction.Id, (entry.Version, transaction)))
                    return $"transaction {transaction.Id} is booked twice";
                if (booked.AdjustedMonth is not null)
                    Post(transaction);
                return null;
            case MonthCloseEntry close:
                if (_closedThrough is { } before && close.Through <= before)
                    return $"{close.Through} is closed again";
                if (close.Through.End.Plus(ClosesAfter) > close.RecordedAt)
                    return $"{close.Through} is closed too early";
                _closedThrough = close.Through;
                foreach (var posted in close.Transactions)
                {
                    if (!Transactions.TryAdd(posted.Id, (entry.Version, posted)))
                        return $"transaction {posted.Id} is booked twice";
                    Post(posted);
                }

                return null;
            default:
                return $"an entry of kind {entry.Kind} that nobody knows";
        }
    }

    /// <summary>Domain rule 16: what was posted for a closed month adds up to the month figured anew. What differs; null: nothing.</summary>
    public string? Difference(PlanHistory history, Instant? closedAt, PlanSet plans, Func<BillingSystem, TimeRange, long> used)
    {
        if (history.Assignments.IsEmpty || _closedThrough is not { } last)
            return null;
        var owed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var first = CalendarMonth.At(history.Assignments[0].Since);
        for (var month = _firstPosted < first ? _firstPosted.Value : first; month <= last; month = month.Plus(1))
        {
            foreach (var charge in PlanMonth.Of(month, PlanStretch.OfMonth(month, history, plans, closedAt), used, month.End)?.Charges ?? [])
                owed[Key(month.ToString(), charge.Currency)] = charge.FeeMicro + charge.OverageMicro;
        }

        foreach (var key in owed.Keys.Union(_posted.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (owed.GetValueOrDefault(key) != _posted.GetValueOrDefault(key))
                return $"{key}: {_posted.GetValueOrDefault(key)} was posted where {owed.GetValueOrDefault(key)} is owed";
        }

        return null;
    }

    private static string Key(string month, string currency) => string.Create(CultureInfo.InvariantCulture, $"{month} {currency}");

    private void Post(BillingTransaction transaction)
    {
        var key = Key(transaction.Reference!, transaction.Currency);
        _posted[key] = _posted.GetValueOrDefault(key) + transaction.AmountMicro;
        if (CalendarMonth.TryParse(transaction.Reference, out var month) && !(_firstPosted <= month))
            _firstPosted = month;
    }
}
