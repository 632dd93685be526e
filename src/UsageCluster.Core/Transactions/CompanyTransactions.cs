using System.Collections.Immutable;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>A company's booked transactions and what its closed months came to. Immutable.</summary>
public sealed class CompanyTransactions
{
    /// <summary>No transactions, no month closed.</summary>
    public static readonly CompanyTransactions Empty = new([], ImmutableDictionary<MonthPosting, long>.Empty, null);

    private readonly ImmutableDictionary<MonthPosting, long> _posted;

    private CompanyTransactions(
        ImmutableArray<BillingTransaction> booked, ImmutableDictionary<MonthPosting, long> posted, CalendarMonth? closedThrough)
    {
        Booked = booked;
        _posted = posted;
        ClosedThrough = closedThrough;
    }

    /// <summary>The booked transactions, newest first, then by id (ordinal). Derived ones are not among them.</summary>
    public ImmutableArray<BillingTransaction> Booked { get; }

    /// <summary>The last closed month; null: none was closed yet.</summary>
    public CalendarMonth? ClosedThrough { get; }

    /// <summary>What was posted for closed months, in order of month, then currency: fee, overage and adjustments together.</summary>
    public IEnumerable<KeyValuePair<MonthPosting, long>> Posted =>
        _posted.OrderBy(p => p.Key.Month).ThenBy(p => p.Key.Currency, StringComparer.Ordinal);

    /// <summary>What was posted for a month, by currency (ordinal).</summary>
    public IEnumerable<(string Currency, long AmountMicro)> PostedFor(CalendarMonth month) =>
        _posted.Where(p => p.Key.Month == month).OrderBy(p => p.Key.Currency, StringComparer.Ordinal).Select(p => (p.Key.Currency, p.Value));

    /// <summary>The booked transaction of an id; null: none.</summary>
    public BillingTransaction? Find(string id) => Booked.FirstOrDefault(t => t.Id == id);

    /// <summary>Books a transaction. Throws <see cref="OverflowException"/> where what is posted for a month leaves 64 bits.</summary>
    public CompanyTransactions With(TransactionEntry entry) => new(
        Insert(Booked, entry.Transaction),
        entry.AdjustedMonth is { } number ? Add(_posted, CalendarMonth.Of(number), entry.Transaction) : _posted,
        ClosedThrough);

    /// <summary>Closes months.</summary>
    public CompanyTransactions With(MonthCloseEntry entry)
    {
        var booked = Booked;
        var posted = _posted;
        foreach (var transaction in entry.Transactions)
        {
            if (!CalendarMonth.TryParse(transaction.Reference, out var month))
                throw new InvalidDataException("A transaction of month close refers to no month.");
            booked = Insert(booked, transaction);
            posted = Add(posted, month, transaction);
        }

        return new CompanyTransactions(booked, posted, entry.Through);
    }

    /// <summary>What a snapshot holds.</summary>
    internal static CompanyTransactions Restore(
        IEnumerable<BillingTransaction> booked, IEnumerable<KeyValuePair<MonthPosting, long>> posted, CalendarMonth? closedThrough)
    {
        var sorted = booked.ToArray();
        Array.Sort(sorted, BillingTransaction.Compare);
        return new([.. sorted], ImmutableDictionary.CreateRange(posted), closedThrough);
    }

    private static ImmutableArray<BillingTransaction> Insert(ImmutableArray<BillingTransaction> booked, BillingTransaction transaction)
    {
        // New ones are mostly the newest.
        var place = 0;
        while (place < booked.Length && BillingTransaction.Compare(booked[place], transaction) < 0)
            place++;
        return booked.Insert(place, transaction);
    }

    private static ImmutableDictionary<MonthPosting, long> Add(
        ImmutableDictionary<MonthPosting, long> posted, CalendarMonth month, BillingTransaction transaction)
    {
        var key = new MonthPosting(month, transaction.Currency);
        return posted.SetItem(key, checked(posted.GetValueOrDefault(key) + transaction.AmountMicro));
    }
}
