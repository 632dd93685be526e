using System.Globalization;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// Transactions and month closes of a company, added up plainly (domain rules 16 and 17): every id once, a month closed once, its transactions as much as
/// the month comes to now, credits used per day, the balance after each.
/// </summary>
internal sealed class TransactionAudit
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<MonthPosting, Int128> _posted = [];
    private readonly Dictionary<long, Int128> _creditsByDay = [];
    private CalendarMonth? _closedThrough;
    private Int128 _booked;

    /// <summary>What is off with the next entry; null: nothing is, or it is none of these.</summary>
    public string? FaultOf(LedgerEntry entry)
    {
        switch (entry)
        {
            case UsageEntry { System: BillingSystem.Credits, Event: { IsTest: false } report } usage:
                Use(report.OccurredAt, usage.Quantity);
                return null;
            case CorrectionEntry { Before.Line.System: BillingSystem.Credits, IsTest: false } correction:
                Use(correction.OccurredAt, (Int128)(correction.After?.Quantity ?? 0) - correction.Before.Quantity);
                return null;
            case TransactionEntry posted:
                return FaultOf(posted);
            case MonthCloseEntry close:
                return FaultOf(close);
            default:
                return null;
        }
    }

    /// <summary>What is off with all of it at the head, in words; null: nothing is.</summary>
    public async ValueTask<string?> FaultAtHeadAsync(CompanyBooks books, CompanyView view, StoredRates rates, CancellationToken cancellationToken)
    {
        try
        {
            return FaultOfBalance(view.TransactionList) ?? await rates.FaultOfAsync(known => FaultOfMonths(books, view, known), cancellationToken);
        }
        catch (OverflowException)
        {
            return "the figures of its transactions or plans leave what can be told";
        }
    }

    private string? FaultOf(TransactionEntry entry)
    {
        var transaction = entry.Transaction;
        if (Add(transaction) is { } repeated)
            return repeated;
        var isOwn = transaction.Id.StartsWith(BillingTransaction.OwnIdPrefix, StringComparison.Ordinal);
        if (isOwn != entry.AdjustedMonth.HasValue)
            return $"transaction {transaction.Id} has an id of those that nobody posts, or should have one";
        if (transaction.Type is TransactionType.PlanFee or TransactionType.Overage or TransactionType.CreditUsage)
            return $"transaction {transaction.Id} is of a type that is never posted";
        if (entry.AdjustedMonth is not { } number)
            return null;
        var month = CalendarMonth.Of(number);
        if (transaction.Type != TransactionType.Adjustment || transaction.Reference != month.ToString() || !(month <= _closedThrough))
            return $"transaction {transaction.Id} is no adjustment of a closed month";
        Post(month, transaction);
        return null;
    }

    private string? FaultOf(MonthCloseEntry close)
    {
        if (_closedThrough >= close.Through)
            return $"months are closed through {_closedThrough} already";
        foreach (var transaction in close.Transactions)
        {
            var word = transaction.Type switch
            {
                TransactionType.PlanFee => "plan_fee",
                TransactionType.Overage => "overage",
                _ => null,
            };
            if (!CalendarMonth.TryParse(transaction.Reference, out var month) || month <= _closedThrough || month > close.Through)
                return $"transaction {transaction.Id} refers to no month that is closed here";
            if (word is null || transaction.Id != $"{BillingTransaction.OwnIdPrefix}{word}:{month}:{transaction.Currency}")
                return $"transaction {transaction.Id} is none that closing a month makes";
            if (transaction.CreatedAt < month.End || transaction.CreatedAt > close.RecordedAt)
                return $"transaction {transaction.Id} is dated {transaction.CreatedAt}, before the month's end or after the entry";
            if (Add(transaction) is { } repeated)
                return repeated;
            Post(month, transaction);
        }

        _closedThrough = close.Through;
        return null;
    }

    private string? FaultOfMonths(CompanyBooks books, CompanyView view, RateBook known)
    {
        if (_closedThrough is not { } last)
            return null;
        if (books.Plans.Assignments.IsEmpty)
            return "months are closed, and the company is on no plan";
        var first = _posted.Keys.Select(p => p.Month).Append(CalendarMonth.At(books.Plans.Assignments[0].Since)).Min();
        for (var month = first; month <= last; month = month.Plus(1))
        {
            IReadOnlyList<PlanCharge> charges;
            try
            {
                charges = PlanMonth.Of(month, PlanStretch.OfMonth(month, books.Plans, known.Plans, books.ClosedAt), view.Used, month.End)?.Charges ?? [];
            }
            catch (KeyNotFoundException e)
            {
                return e.Message;
            }

            foreach (var currency in charges.Select(c => c.Currency).Union(_posted.Keys.Where(p => p.Month == month).Select(p => p.Currency)).Order(StringComparer.Ordinal))
            {
                var comesTo = charges.Where(c => c.Currency == currency).Aggregate((Int128)0, (sum, c) => sum + c.FeeMicro + c.OverageMicro);
                var posted = _posted.GetValueOrDefault(new MonthPosting(month, currency));
                if (posted != comesTo)
                    return $"{month} is closed, its transactions add up to {posted} millionths of {currency}, and it comes to {comesTo}";
            }
        }

        return null;
    }

    private string? FaultOfBalance(TransactionList list)
    {
        Int128 balance = 0;
        foreach (var row in list.Rows.Reverse())
        {
            var transaction = row.Transaction;
            if (transaction.Type == TransactionType.CreditUsage)
            {
                var used = _creditsByDay.GetValueOrDefault(DayOf(transaction.CreatedAt));
                if (transaction.AmountMicro != -used)
                    return $"transaction {transaction.Id} is of {transaction.AmountMicro} millionths of a credit; the entries make {-used}";
            }
            else if (!_ids.Contains(transaction.Id))
            {
                return $"transaction {transaction.Id} is listed, and no entry books it";
            }

            if (transaction.Currency != BillingTransaction.Credits)
                continue;
            balance += transaction.AmountMicro;
            if (row.BalanceAfterMicro != balance)
                return string.Create(CultureInfo.InvariantCulture, $"the balance after transaction {transaction.Id} is {row.BalanceAfterMicro}; those up to it make {balance}");
        }

        var right = _booked - _creditsByDay.Values.Aggregate((Int128)0, (sum, day) => sum + day);
        return balance == right ? null : $"the balance is {balance} millionths of a credit; the entries make {right}";
    }

    private string? Add(BillingTransaction transaction)
    {
        if (!_ids.Add(transaction.Id))
            return $"transaction {transaction.Id} is booked already";
        if (transaction.Currency == BillingTransaction.Credits)
            _booked += transaction.AmountMicro;
        return null;
    }

    private void Post(CalendarMonth month, BillingTransaction transaction)
    {
        var key = new MonthPosting(month, transaction.Currency);
        _posted[key] = _posted.GetValueOrDefault(key) + transaction.AmountMicro;
    }

    private void Use(Instant at, Int128 creditsMicro) => _creditsByDay[DayOf(at)] = _creditsByDay.GetValueOrDefault(DayOf(at)) + creditsMicro;

    private static long DayOf(Instant at) => at.Ticks / TimeSpan.TicksPerDay;
}
