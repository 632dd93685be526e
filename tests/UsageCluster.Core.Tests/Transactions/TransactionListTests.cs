using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Tests.Transactions;

public class TransactionListTests
{
    [Fact]
    public void A_day_of_credits_is_one_row_at_its_last_instant()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Credits),
            Topup(2, "t", 100, At.Of("2026-01-01T12:00:00Z")),
            Make.Usage(3, At.Of("2026-01-01T00:00:00Z"), 30, system: BillingSystem.Credits),
            Make.Usage(4, At.Of("2026-01-01T23:59:59.9999999Z"), 5, "other", system: BillingSystem.Credits),
            Make.Usage(5, At.Of("2026-01-02T00:00:00Z"), 80, system: BillingSystem.Credits),
            Make.Usage(6, At.Of("2026-01-02T00:00:00Z"), 1_000));

        var list = books.View().TransactionList;

        Assert.Equal(
            ["uc:credit_usage:2026-01-02 -80 -15", "uc:credit_usage:2026-01-01 -35 65", "t 100 100"],
            list.Rows.Select(r => $"{r.Transaction.Id} {r.Transaction.AmountMicro} {r.BalanceAfterMicro}"));
        Assert.Equal("2026-01-01T23:59:59.9999999Z", list.Rows[1].Transaction.CreatedAt.ToString());
        Assert.Equal(-15, list.BalanceMicro);
    }

    [Fact]
    public void Money_has_no_balance()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Credits), Topup(2, "t", 100, At.Start, "EUR"), Topup(3, "u", 7, At.Start));
        Assert.Equal([null, 7], books.View().TransactionList.Rows.Select(r => r.BalanceAfterMicro));
    }

    [Fact]
    public void Balances_are_running_sums_and_pages_take_every_row_once() => Law.Holds(
        from stamps in Gen.Choose(0, 3).ListOf(6)
        from amounts in Gen.Choose(-50, 50).ListOf(6)
        from days in Gen.Choose(0, 4).ListOf(8)
        from size in Gen.Choose(1, 4)
        select (stamps, amounts, days, size),
        300,
        c =>
        {
            var entries = new List<LedgerEntry> { Make.Switch(1, BillingSystem.Credits) };
            foreach (var (stamp, amount) in c.stamps.Zip(c.amounts))
                entries.Add(Topup(entries.Count + 1, "t" + (9 - entries.Count), amount, Day(stamp)));
            foreach (var day in c.days)
                entries.Add(Make.Usage(entries.Count + 1, Day(day), day + 1, system: BillingSystem.Credits));
            var list = Make.Books([.. entries]).View().TransactionList;

            var usage = c.days.GroupBy(d => d).Select(g => (At: new Instant(Day(g.Key + 1).Ticks - 1), Amount: -(long)g.Sum(d => d + 1)));
            var all = entries.OfType<TransactionEntry>().Select(e => (At: e.Transaction.CreatedAt, e.Transaction.Id, Amount: e.Transaction.AmountMicro))
                .Concat(usage.Select(u => (u.At, Id: "uc:credit_usage:" + u.At.ToString()[..10], u.Amount)))
                .OrderByDescending(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();
            var expected = all.Select((r, i) => (r.Id, r.Amount, (long?)all.Skip(i).Sum(x => x.Amount)));
            Assert.Equal(expected, list.Rows.Select(r => (r.Transaction.Id, r.Transaction.AmountMicro, r.BalanceAfterMicro)));

            var seen = new List<TransactionRow>();
            TransactionKey? after = null;
            while (list.Page("acme", new TransactionQuery(null, null, after, 0, c.size)) is { Rows.Count: > 0 } page)
            {
                Assert.Equal(all.Count, page.TotalCount);
                seen.AddRange(page.Rows);
                after = new TransactionKey(seen[^1].Transaction.CreatedAt, seen[^1].Transaction.Id, "acme");
            }

            Assert.Equal(list.Rows, seen);
        });

    [Fact]
    public void A_snapshot_keeps_transactions_and_closed_months()
    {
        var close = new MonthCloseEntry
        {
            Version = 3,
            RecordedAt = At.Start,
            Through = new CalendarMonth(2025, 12),
            Transactions = [Topup(1, "uc:plan_fee:2025-12:EUR", 5, At.Start, "EUR").Transaction with { Reference = "2025-12", Type = TransactionType.PlanFee }],
        };
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Credits), Topup(2, "t", 100, At.Start), close, Topup(4, "a", -2, At.Tick(1), "EUR") with { AdjustedMonth = close.Through.Number });

        Assert.True(BooksSnapshot.TryDecode(Make.Company, BooksSnapshot.Encode(books), out var copy));

        Assert.Equal(books.Transactions.Booked.AsEnumerable(), copy!.Transactions.Booked.AsEnumerable());
        Assert.Equal([("EUR", 3L)], copy.Transactions.PostedFor(close.Through));
        Assert.Equal(close.Through, copy.Transactions.ClosedThrough);
        Assert.Equal(BooksSnapshot.Encode(books), BooksSnapshot.Encode(copy));
    }

    private static Instant Day(int day) => At.Start.Plus(TimeSpan.FromDays(day));

    private static TransactionEntry Topup(long version, string id, long amount, Instant at, string currency = BillingTransaction.Credits) => new()
    {
        Version = version,
        RecordedAt = At.Start,
        Transaction = new BillingTransaction { Id = id, Type = TransactionType.TopUp, AmountMicro = amount, Currency = currency, CreatedAt = at },
    };
}
