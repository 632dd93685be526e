using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>
/// A company's transactions as of one version: the booked ones, and one for the credits used on each UTC day, dated at its last instant.
/// Immutable.
/// </summary>
public sealed class TransactionList
{
    private TransactionList(TransactionRow[] rows, long balanceMicro)
    {
        Rows = rows;
        BalanceMicro = balanceMicro;
    }

    /// <summary>The rows, newest first, then by id (ordinal).</summary>
    public IReadOnlyList<TransactionRow> Rows { get; }

    /// <summary>The balance of credits after all of them, in millionths.</summary>
    public long BalanceMicro { get; }

    /// <summary>The list of a view. Throws <see cref="OverflowException"/> where a balance leaves 64 bits.</summary>
    public static TransactionList Of(CompanyView view)
    {
        var transactions = new List<BillingTransaction>(view.Transactions.Booked);
        AddDays(transactions, view, FirstDay, LastDay);
        transactions.Sort(BillingTransaction.Compare);
        var rows = new TransactionRow[transactions.Count];
        Int128 balance = 0;
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            var isCredits = transactions[i].Currency == BillingTransaction.Credits;
            if (isCredits)
                balance += transactions[i].AmountMicro;
            rows[i] = new TransactionRow(transactions[i], isCredits ? checked((long)balance) : null);
        }

        return new TransactionList(rows, checked((long)balance));
    }

    private static int FirstDay => (int)(Instant.Earliest.Ticks / TimeSpan.TicksPerDay);

    private static int LastDay => (int)(Instant.Latest.Ticks / TimeSpan.TicksPerDay);

    /// <summary>A page of the rows.</summary>
    public TransactionPage Page(string companyId, TransactionQuery query)
    {
        var matching = Rows.Where(r => !(r.Transaction.CreatedAt < query.From) && !(r.Transaction.CreatedAt >= query.To)).ToList();
        var behind = query.After is { } after
            ? matching.Where(r => new TransactionKey(r.Transaction.CreatedAt, r.Transaction.Id, companyId).CompareTo(after) > 0)
            : matching;
        return new TransactionPage(matching.Count, behind.Skip(query.Skip).Take(query.Take).ToArray());
    }

    /// <summary>The days from one to before another that used credits: halves without events are passed over whole.</summary>
    private static void AddDays(List<BillingTransaction> transactions, CompanyView view, int from, int to)
    {
        var range = new TimeRange(StartOf(from), StartOf(to));
        long events = 0;
        foreach (var line in view.Credits)
            events += line.Sums(range).Events;
        if (events == 0)
            return;
        if (to - from > 1)
        {
            var middle = from + ((to - from) / 2);
            AddDays(transactions, view, from, middle);
            AddDays(transactions, view, middle, to);
        }
        else if (view.Used(BillingSystem.Credits, range) is var used && used != 0)
        {
            var day = range.Start.ToDateTimeOffset().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            transactions.Add(new BillingTransaction
            {
                Id = $"{BillingTransaction.OwnIdPrefix}credit_usage:{day}",
                Type = TransactionType.CreditUsage,
                AmountMicro = -used,
                Currency = BillingTransaction.Credits,
                CreatedAt = new Instant(range.End.Ticks - 1),
                Description = "Usage of " + day,
                Reference = day,
            });
        }
    }

    private static Instant StartOf(int day) => new(day * TimeSpan.TicksPerDay);
}
