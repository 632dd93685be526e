using UsageCluster.Actors.Control;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class TransactionAuditTests(PostgresServerFixture postgres)
{
    private static readonly Instant Closing = WrittenCompany.January.Plus(TimeSpan.FromDays(34));

    private static readonly PlanVersion Plan = new()
    {
        PlanId = "basic",
        Version = 1,
        Since = Instant.Always,
        Name = "Basic",
        MonthlyFeeMicro = 31_000_001,
        Currency = "EUR",
        Unit = BillingSystem.Minutes,
        IncludedMicro = 1_000_000,
        PriceMicro = 333_333,
    };

    private static readonly MonthClosing Months = new(new PlanSet([Plan]), TimeSpan.FromDays(3));

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Closed_months_late_events_and_posted_transactions_are_well_and_so_is_the_snapshot_behind_them(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await ClosedAsync(store);
        await acme.AppendAsync(Grant(acme, "grant", 5_000_000));
        var late = acme.Use("late", 7, 600_000) with { RecordedAt = Closing };
        var adjustment = Assert.Single(Months.AdjustFor(acme.Books(), [late], Closing));
        await acme.AppendAsync(late);
        await acme.AppendAsync(adjustment);
        await acme.SaveAsync(acme.Snapshot());

        await store.AssertWellAsync();
    }

    [Fact]
    public async Task Days_of_credits_and_the_balance_are_well()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var own = WrittenCompany.Rule(1, 7);
        var acme = await WrittenCompany.MakeAsync(store, "acme", BillingSystem.Credits);
        await acme.AppendAsync(new PriceOverrideEntry { Version = 2, RecordedAt = WrittenCompany.January, Rule = own });
        foreach (var hours in (int[])[5, 6, 60])
            await acme.AppendAsync(Companies.Credits(acme.Use($"at {hours}", hours, 90_000), own, ofCompany: true));
        await acme.AppendAsync(Grant(acme, "grant", 1));

        await store.AssertWellAsync();
    }

    [Fact]
    public async Task A_late_event_without_its_adjustment_is_found()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await ClosedAsync(store);
        await acme.AppendAsync(acme.Use("late", 7, 600_000) with { RecordedAt = Closing });

        await store.AssertFindsAsync(
            "company acme: at version 5 2025-01 is closed, its transactions add up to 31333334 millionths of EUR, and it comes to 34666664");
    }

    [Fact]
    public async Task A_month_that_is_closed_twice_and_one_that_is_closed_wrongly_are_found()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await ClosedAsync(store);
        var close = acme.Entries.OfType<MonthCloseEntry>().Single();
        await acme.AppendAsync(close with { Version = 5 });
        await store.AssertFindsAsync("company acme, version 5: months are closed through 2025-01 already");

        await using var other = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await ClosedAsync(other, right => right with { Transactions = [right.Transactions[0] with { AmountMicro = 31_000_000 }, .. right.Transactions[1..]] });
        await other.AssertFindsAsync(
            "company acme: at version 4 2025-01 is closed, its transactions add up to 31333333 millionths of EUR, and it comes to 31333334");

        await using var renamed = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await ClosedAsync(renamed, right => right with { Transactions = [right.Transactions[0] with { Id = "uc:plan_fee:2025-01" }, .. right.Transactions[1..]] });
        await renamed.AssertFindsAsync("company acme, version 4: transaction uc:plan_fee:2025-01 is none that closing a month makes");
    }

    [Fact]
    public async Task A_transaction_that_is_there_twice_and_one_under_an_id_that_nobody_posts_are_found()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await ClosedAsync(store);
        await acme.AppendAsync(Grant(acme, "grant", 1));
        await acme.AppendAsync(Grant(acme, "grant", 1));
        await store.AssertFindsAsync("company acme, version 6: transaction grant is booked already");

        await using var other = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        acme = await ClosedAsync(other);
        await acme.AppendAsync(Grant(acme, "uc:grant", 1));
        await other.AssertFindsAsync("company acme, version 5: transaction uc:grant has an id of those that nobody posts, or should have one");
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_found()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await WrittenCompany.MakeAsync(store, "acme");
        await acme.AppendAsync(new PlanAssignmentEntry { Version = 2, RecordedAt = WrittenCompany.January, PlanId = "nowhere", Since = Instant.Always });

        await store.AssertFindsAsync("company acme, version 2: there is no plan nowhere");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_snapshot_with_another_transaction_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await ClosedAsync(store);
        await acme.AppendAsync(Grant(acme, "grant", 1));
        await acme.SaveAsync(acme.Snapshot(entry => entry is TransactionEntry posted ? posted with { Transaction = posted.Transaction with { AmountMicro = 2 } } : entry));

        await store.AssertFindsAsync(
            "company acme, version 5: the snapshot of this version holds another billing system, plan, closing, price rule, transaction or correction than the entries");
    }

    private static TransactionEntry Grant(WrittenCompany company, string id, long amountMicro) => new()
    {
        Version = company.Version + 1,
        RecordedAt = Closing,
        Transaction = new BillingTransaction
        {
            Id = id,
            Type = TransactionType.Grant,
            AmountMicro = amountMicro,
            Currency = BillingTransaction.Credits,
            CreatedAt = Closing,
        },
    };

    // The switch, a plan from January on, two minutes used, January closed.
    private static async Task<WrittenCompany> ClosedAsync(StoreCase store, Func<MonthCloseEntry, MonthCloseEntry>? bend = null)
    {
        await store.Control.ChangeRatesAsync(_ => new RatesAddition(Plan, true, WrittenCompany.Audit()), default);
        var acme = await WrittenCompany.MakeAsync(store, "acme");
        await acme.AppendAsync(new PlanAssignmentEntry { Version = 2, RecordedAt = WrittenCompany.January, PlanId = Plan.PlanId, Since = WrittenCompany.January });
        await acme.AppendAsync(acme.Use("in time", 5, 120_000));
        var close = Months.Close(acme.Books(), Closing, 4);
        await acme.AppendAsync(bend is null ? close : bend(close));
        return acme;
    }
}
