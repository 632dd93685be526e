using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Tests.Companies;

/// <summary>The clock stands at 2025-06-01T12:00:00Z: April is closed, May is not.</summary>
public sealed class MonthCloseTests
{
    private static readonly TransactionQuery All = new(null, null, null, 0, 1_000);

    private static readonly PlanVersion Basic = new()
    {
        PlanId = "basic",
        Version = 1,
        Since = Instant.Always,
        Name = "Basic",
        MonthlyFeeMicro = 31_000_000,
        Currency = "EUR",
        Unit = BillingSystem.Minutes,
        IncludedMicro = 10_000_000,
        PriceMicro = 1_000_000,
    };

    [Fact]
    public void A_month_is_closed_on_the_fourth_with_its_fee_and_overage()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await OnPlanAsync(node, "2025-05-01");
            await actor.RecordAsync(Use("may", "2025-05-10", 12));
            node.Time.Advance(Until("2025-06-03T23:59:59Z"));
            Assert.Empty((await actor.TransactionsAsync(All)).Rows);

            node.Time.Advance(TimeSpan.FromSeconds(1));

            Assert.Equal(
                ["overage 2000000 EUR 2025-05 2025-06-04T00:00:00Z", "plan_fee 31000000 EUR 2025-05 2025-06-04T00:00:00Z"],
                Texts(await actor.TransactionsAsync(All)));
            Assert.Equal(Texts(await actor.TransactionsAsync(All)), Texts(await (await node.ActivateAsync()).TransactionsAsync(All)));
            Assert.Single(node.Ledger.Of(TestNode.Company).Entries, e => e.Entry is MonthCloseEntry { Transactions.Length: > 0 });
        });
    }

    [Fact]
    public void An_event_that_comes_after_the_closing_is_an_adjustment_of_the_month_in_the_same_append()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await OnPlanAsync(node, "2025-05-01");
            node.Time.Advance(Until("2025-06-05"));

            await actor.RecordAsync([Use("a", "2025-05-10", 12), Use("b", "2025-05-11", 1), Use("june", "2025-06-02", 100)], dryRun: false);

            Assert.Equal(
                ["adjustment 3000000 EUR 2025-05 2025-06-05T00:00:00Z", "plan_fee 31000000 EUR 2025-05 2025-06-04T00:00:00Z"],
                Texts(await actor.TransactionsAsync(All)));
            AssertMonthsAddUp(node);
        });
    }

    [Fact]
    public void A_correction_of_an_event_in_a_closed_month_is_an_adjustment_in_the_same_append()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await OnPlanAsync(node, "2025-05-01");
            await actor.RecordAsync([Use("a", "2025-05-10", 12), Use("b", "2025-05-11", 5)], dryRun: false);
            node.Time.Advance(Until("2025-06-05"));
            CorrectionRequest Correct(string id, string eventId, long? durationMs) => new()
            {
                CorrectionId = id,
                EventId = eventId,
                Kind = durationMs is null ? CorrectionKind.Void : CorrectionKind.Adjust,
                Reason = "A test",
                DurationMs = durationMs,
            };

            await actor.CorrectAsync([Correct("1", "a", 11 * 60_000), Correct("2", "b", null)], TestNode.Stamp);

            Assert.Equal(
                [
                    "adjustment -6000000 EUR 2025-05 2025-06-05T00:00:00Z", "overage 7000000 EUR 2025-05 2025-06-04T00:00:00Z",
                    "plan_fee 31000000 EUR 2025-05 2025-06-04T00:00:00Z",
                ],
                Texts(await actor.TransactionsAsync(All)));
        });
    }

    [Fact]
    public void A_plan_assigned_back_into_closed_months_posts_adjustments_only()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(Use("march", "2025-03-10", 12));
            await actor.AssignPlanAsync(new("basic", At("2025-03-01")), TestNode.Stamp);

            Assert.Equal(
                ["adjustment 33000000 EUR 2025-03", "adjustment 31000000 EUR 2025-04"],
                Texts(await actor.TransactionsAsync(All)).Select(t => t[..^21]));

            await actor.AssignPlanAsync(new("basic", At("2025-04-01")), TestNode.Stamp);
            await actor.AssignPlanAsync(new("free", At("2025-03-01")), TestNode.Stamp);
            AssertMonthsAddUp(node);
            Assert.Equal(0, Sum(await actor.TransactionsAsync(All), "2025-03"));
        });
    }

    [Fact]
    public void A_closing_moved_into_closed_months_is_an_adjustment_too()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await OnPlanAsync(node, "2025-05-01");
            node.Time.Advance(Until("2025-06-05"));
            Assert.Equal(31_000_000, Sum(await actor.TransactionsAsync(All), "2025-05"));

            await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, At("2025-05-11")), TestNode.Stamp);

            Assert.Equal(10_000_000, Sum(await actor.TransactionsAsync(All), "2025-05"));
            AssertMonthsAddUp(node);
        });
    }

    [Fact]
    public void A_transaction_is_booked_once_and_another_of_its_id_is_refused()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var topup = new BillingTransaction
            {
                Id = "order-1",
                Type = TransactionType.TopUp,
                AmountMicro = 5,
                Currency = BillingTransaction.Credits,
                CreatedAt = Instant.Always,
            };

            Assert.True((await actor.AddTransactionAsync(topup, TestNode.Stamp)).Created);
            Assert.Equal(default, await actor.AddTransactionAsync(topup, TestNode.Stamp));
            Assert.Equal("transaction_conflict", (await actor.AddTransactionAsync(topup with { AmountMicro = 6 }, TestNode.Stamp)).ErrorCode);
            Assert.Equal("transaction_not_possible", (await actor.AddTransactionAsync(topup with { Id = "2", AmountMicro = long.MaxValue }, TestNode.Stamp)).ErrorCode);

            Assert.Equal(5, Assert.Single((await actor.TransactionsAsync(All)).Rows).BalanceAfterMicro);
            Assert.Single(node.Ledger.Audit);
        });
    }

    [Fact]
    public void A_closing_whose_outcome_is_lost_is_made_once()
    {
        foreach (var fault in (LedgerFault[])[LedgerFault.Unavailable, LedgerFault.LostBeforeCommit, LedgerFault.LostAfterCommit, LedgerFault.LostAndLate])
            CloseWith(fault);
    }

    private static void CloseWith(LedgerFault fault)
    {
        for (var step = 0; step < 3; step++)
        {
            var node = Node();
            node.Run(async () =>
            {
                var actor = await OnPlanAsync(node, "2025-05-01");
                node.Time.Advance(Until("2025-06-05"));
                var write = 0;
                node.Ledger.NextFault = () => write++ == step ? fault : LedgerFault.None;

                // The closing, then the late event with its adjustment: one of both is lost.
                for (var attempt = 0; attempt < 3; attempt++)
                {
                    try
                    {
                        await actor.RecordAsync(Use("late", "2025-05-10", 12));
                    }
                    catch (RetryableException)
                    {
                        actor = await node.ActivateAsync();
                    }
                }

                Assert.Equal(
                    ["adjustment 2000000 EUR 2025-05 2025-06-05T00:00:00Z", "plan_fee 31000000 EUR 2025-05 2025-06-04T00:00:00Z"],
                    Texts(await actor.TransactionsAsync(All)));
                AssertMonthsAddUp(node);
            });
        }
    }

    private static void AssertMonthsAddUp(TestNode node)
    {
        var actor = node.Ledger.Of(TestNode.Company);
        var books = new Core.Books.CompanyBooks(TestNode.Company);
        books.Apply([.. actor.Entries.Select(e => e.Entry)]);
        var view = books.View();
        for (var month = new CalendarMonth(2025, 1); month <= books.Transactions.ClosedThrough; month = month.Plus(1))
        {
            var stretches = PlanStretch.OfMonth(month, books.Plans, node.Ledger.Rates.Plans, books.ClosedAt);
            var owed = PlanMonth.Of(month, stretches, view.Used, TestNode.Now)?.Charges.Sum(c => c.FeeMicro + c.OverageMicro) ?? 0;
            Assert.Equal(owed, view.TransactionList.Rows.Where(r => r.Transaction.Reference == month.ToString()).Sum(r => r.Transaction.AmountMicro));
        }
    }

    private static long Sum(TransactionPage page, string month) =>
        page.Rows.Where(r => r.Transaction.Reference == month).Sum(r => r.Transaction.AmountMicro);

    private static string[] Texts(TransactionPage page) =>
        [.. page.Rows.Select(r => $"{AdminJson.Word(r.Transaction.Type)} {r.Transaction.AmountMicro} {r.Transaction.Currency} {r.Transaction.Reference} {r.Transaction.CreatedAt}")];

    private static UsageEvent Use(string id, string at, int minutes) =>
        new() { EventId = id, CompanyId = TestNode.Company, OccurredAt = At(at), DurationMs = minutes * 60_000 };

    private static Instant At(string text) => InstantGrammar.TryParse(text, out var at) ? at : throw new ArgumentException(text, nameof(text));

    private static TimeSpan Until(string text) => TimeSpan.FromTicks(At(text).Ticks - TestNode.Now.Ticks);

    private static async Task<CompanyActor> OnPlanAsync(TestNode node, string since)
    {
        var actor = await node.ActivateAsync();
        await actor.AssignPlanAsync(new("basic", At(since)), TestNode.Stamp);
        return actor;
    }

    private static TestNode Node()
    {
        var ledger = new InMemoryLedger();
        ledger.AddPlan(Basic);
        ledger.AddPlan(Basic with { PlanId = "free", MonthlyFeeMicro = 0, PriceMicro = 0 });
        ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return new TestNode(ledger: ledger);
    }
}
