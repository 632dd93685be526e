using System.Globalization;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>
/// What month close books (domain rule 16). A month is closed by the first append that follows its closing, before anything else in it: nothing can
/// have changed between, so that the figures are those of the closing itself.
/// </summary>
/// <param name="plans">Every plan.</param>
/// <param name="closesAfter">How long after its end a month is closed.</param>
public sealed class MonthClosing(PlanSet plans, TimeSpan closesAfter)
{
    /// <summary>The last month whose closing is not later than an instant.</summary>
    public CalendarMonth LastClosed(Instant now) => CalendarMonth.At(now.Plus(-closesAfter)).Plus(-1);

    /// <summary>Whether an append at an instant closes months first. Months are closed for companies that were ever put on a plan.</summary>
    public bool IsDue(CompanyBooks books, Instant now) =>
        !books.Plans.Assignments.IsEmpty && !(books.Transactions.ClosedThrough >= LastClosed(now));

    /// <summary>The entry that closes what is due.</summary>
    public MonthCloseEntry Close(CompanyBooks books, Instant now, long version)
    {
        var through = LastClosed(now);
        var transactions = new List<BillingTransaction>();
        var view = books.View();
        var open = books.Transactions.ClosedThrough?.Plus(1) ?? FirstMonth(books.Plans, through);
        for (var month = open; month <= through; month = month.Plus(1))
        {
            foreach (var charge in ChargesIfCounted(month, books.Plans, books.ClosedAt, view.Used, now) ?? [])
            {
                Add(transactions, month, TransactionType.PlanFee, "plan_fee", charge.Currency, charge.FeeMicro, "Plan fee");
                Add(transactions, month, TransactionType.Overage, "overage", charge.Currency, charge.OverageMicro, "Overage");
            }
        }

        return new MonthCloseEntry { Version = version, RecordedAt = now, Through = through, Transactions = [.. transactions] };
    }

    /// <summary>
    /// The adjustments that must be appended with some entries, so that each closed month goes on coming to what was posted for it. None where the
    /// entries reach into no closed month.
    /// </summary>
    public IReadOnlyList<TransactionEntry> AdjustFor(CompanyBooks books, IReadOnlyList<LedgerEntry> entries, Instant now)
    {
        var closedThrough = books.Transactions.ClosedThrough;
        var history = books.Plans;
        var closedAt = books.ClosedAt;
        Instant? changed = null;
        PendingUses? uses = null;
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case MonthCloseEntry close:
                    closedThrough = close.Through;
                    break;
                case PlanAssignmentEntry assignment:
                    history = history.Assign(assignment.PlanId, assignment.Since);
                    changed = Earlier(changed, assignment.Since);
                    break;
                case ClosingEntry closing:
                    changed = Earlier(Earlier(changed, closedAt ?? Instant.Latest), closing.ClosedAt ?? Instant.Latest);
                    closedAt = closing.ClosedAt;
                    break;
                default:
                    (uses ??= new PendingUses(books.View())).Add(entry);
                    break;
            }
        }

        changed = Earlier(changed, uses?.Earliest ?? Instant.Latest);
        if (changed is null || history.Assignments.IsEmpty || closedThrough is not { } last || changed >= last.End)
            return [];
        uses ??= new PendingUses(books.View());
        var adjustments = new List<TransactionEntry>();
        // Before the first plan, and before anything was posted, there is nothing to adjust.
        var first = CalendarMonth.At(Later(changed.Value, Earlier(history.Assignments[0].Since, FirstPosted(books))));
        for (var month = first; month <= last; month = month.Plus(1))
        {
            var version = books.Version + entries.Count + adjustments.Count + 1;
            adjustments.AddRange(Adjust(month, books.Transactions.PostedFor(month), history, closedAt, uses.Used, now, version));
        }

        return adjustments;
    }

    private static Instant FirstPosted(CompanyBooks books) =>
        books.Transactions.Posted.Select(p => (Instant?)p.Key.Month.Start).FirstOrDefault() ?? Instant.Latest;

    private static Instant Earlier(Instant? a, Instant b) => a < b ? a.Value : b;

    private static Instant Later(Instant a, Instant b) => a > b ? a : b;

    /// <summary>The adjustment of a closed month for each currency in which it no longer comes to what was posted.</summary>
    /// <param name="month">The month.</param>
    /// <param name="posted">What was posted for it, by currency.</param>
    /// <param name="history">The plans as they will be.</param>
    /// <param name="closedAt">The company's closing as it will be.</param>
    /// <param name="used">What will be booked.</param>
    /// <param name="now">When it is booked.</param>
    /// <param name="version">The version of the first one.</param>
    public IEnumerable<TransactionEntry> Adjust(
        CalendarMonth month, IEnumerable<(string Currency, long AmountMicro)> posted, PlanHistory history, Instant? closedAt,
        Func<BillingSystem, TimeRange, long> used, Instant now, long version)
    {
        if (ChargesIfCounted(month, history, closedAt, used, now) is not { } charges)
            yield break;
        var owed = new SortedDictionary<string, Int128>(StringComparer.Ordinal);
        foreach (var charge in charges)
            owed[charge.Currency] = (Int128)charge.FeeMicro + charge.OverageMicro;
        foreach (var (currency, amount) in posted)
            owed[currency] = owed.GetValueOrDefault(currency) - amount;
        if (owed.Values.Any(d => Int128.Abs(d) > long.MaxValue))
            yield break;
        foreach (var (currency, difference) in owed)
        {
            if (difference == 0)
                continue;
            yield return new TransactionEntry
            {
                Version = version,
                RecordedAt = now,
                AdjustedMonth = month.Number,
                Transaction = new BillingTransaction
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{BillingTransaction.OwnIdPrefix}adjustment:{month}:{currency}:{version}"),
                    Type = TransactionType.Adjustment,
                    AmountMicro = (long)difference,
                    Currency = currency,
                    CreatedAt = now,
                    Description = $"Adjustment of {month}",
                    Reference = month.ToString(),
                },
            };
            version++;
        }
    }

    /// <summary>
    /// What a month costs; null if that is beyond 64 bits. Nothing is posted for it then, so that the company goes on to be written: the append
    /// that makes the month countable again (a correction, another plan) posts all of it as the adjustment.
    /// </summary>
    private IReadOnlyList<PlanCharge>? ChargesIfCounted(
        CalendarMonth month, PlanHistory history, Instant? closedAt, Func<BillingSystem, TimeRange, long> used, Instant now)
    {
        try
        {
            return PlanMonth.Of(month, PlanStretch.OfMonth(month, history, plans, closedAt), used, now)?.Charges ?? [];
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>A company's first plan closes all months before it, without a charge; what reaches back into them is an adjustment.</summary>
    private static CalendarMonth FirstMonth(PlanHistory history, CalendarMonth through)
    {
        if (history.Assignments.IsEmpty)
            return through.Plus(1);
        var first = CalendarMonth.At(history.Assignments[0].Since);
        return first <= through ? first : through.Plus(1);
    }

    private void Add(
        List<BillingTransaction> transactions, CalendarMonth month, TransactionType type, string word, string currency, long amount, string description)
    {
        if (amount == 0)
            return;
        transactions.Add(new BillingTransaction
        {
            Id = $"{BillingTransaction.OwnIdPrefix}{word}:{month}:{currency}",
            Type = type,
            AmountMicro = amount,
            Currency = currency,
            CreatedAt = month.End.Plus(closesAfter),
            Description = $"{description} {month}",
            Reference = month.ToString(),
        });
    }
}
