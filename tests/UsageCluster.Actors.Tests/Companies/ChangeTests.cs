using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class ChangeTests
{
    private static readonly ChangeOutcome Made = new(null, Created: false, Changed: true);
    private static readonly ChangeOutcome Unchanged = new(null, Created: false, Changed: false);

    [Fact]
    public void A_switch_writes_entry_row_and_audit_and_books_later_events_in_the_new_system()
    {
        var node = Node(withRule: true);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("before", hoursAgo: 3));

            var outcome = await actor.ChangeAsync(
                new CompanyUpdate("acme Ltd", BillingSystem.Credits, TestNode.Now.Plus(TimeSpan.FromHours(-2)), null), TestNode.Stamp);
            await actor.RecordAsync([TestNode.Event("old", hoursAgo: 2.5), TestNode.Event("new", hoursAgo: 2)], dryRun: false);

            Assert.Equal(Made, outcome);
            var company = node.Ledger.Of(TestNode.Company);
            Assert.Equal(BillingSystem.Minutes, company.Events["old"].System);
            Assert.Equal(BillingSystem.Credits, company.Events["new"].System);
            Assert.Equal((BillingSystem.Credits, TestNode.Now.Plus(TimeSpan.FromHours(-2))), (company.Row.BillingSystem, company.Row.BillingSystemSince));
            var audit = Assert.Single(node.Ledger.Audit);
            Assert.Equal(
                """{"companyId":"acme","companyName":"acme Ltd","billingSystem":"minutes","billingSystemSince":null,"closedAt":null}""", audit.BeforeJson);
            Assert.Equal(
                """{"companyId":"acme","companyName":"acme Ltd","billingSystem":"credits","billingSystemSince":"2025-06-01T10:00:00Z","closedAt":null}""",
                audit.AfterJson);
        });
    }

    [Fact]
    public void A_switch_without_an_instant_is_from_now_on()
    {
        var node = Node(withRule: true);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Time.Advance(TimeSpan.FromSeconds(7));

            await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Credits, null, null), TestNode.Stamp);

            Assert.Equal(new BillingPeriod(TestNode.Now.Plus(TimeSpan.FromSeconds(7)), BillingSystem.Credits), actor.Settings.Billing.Periods[^1]);
        });
    }

    [Fact]
    public void What_was_queued_before_a_change_is_booked_before_it_and_what_comes_after_by_the_new_state()
    {
        var node = Node(withRule: true);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.BeforeCommit.Close();
            var inFlight = actor.RecordAsync(TestNode.Event("a"));
            var queued = actor.RecordAsync(TestNode.Event("b"));
            var change = actor.ChangeAsync(
                new CompanyUpdate("acme Ltd", BillingSystem.Credits, TestNode.Now.Plus(TimeSpan.FromHours(-2)), null), TestNode.Stamp);
            var later = actor.RecordAsync(TestNode.Event("c"));
            node.Ledger.BeforeCommit.Open();

            await TestNode.AllAsync(inFlight, queued, later);
            Assert.Equal(Made, await change);

            var entries = node.Ledger.Of(TestNode.Company).Entries;
            Assert.Equal(
                [EntryKind.Switch, EntryKind.Usage, EntryKind.Usage, EntryKind.Switch, EntryKind.Usage], entries.Select(e => e.Entry.Kind));
            Assert.Equal(
                [BillingSystem.Minutes, BillingSystem.Minutes, BillingSystem.Credits],
                entries.Select(e => e.Entry).OfType<UsageEntry>().Select(e => e.System));
        });
    }

    [Fact]
    public void Closing_rejects_what_occurred_since_and_reopening_accepts_it_again()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var closed = new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, TestNode.Now.Plus(TimeSpan.FromHours(-2)));

            Assert.Equal(Made, await actor.ChangeAsync(closed, TestNode.Stamp));
            var outcomes = await actor.RecordAsync([TestNode.Event("at", hoursAgo: 2), TestNode.Event("earlier", hoursAgo: 2.1)], dryRun: false);
            Assert.Equal([RejectionCodes.CompanyClosed, null], outcomes.Select(o => o.Code));

            Assert.Equal(Made, await actor.ChangeAsync(closed with { ClosedAt = null }, TestNode.Stamp));
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("at", hoursAgo: 2)));
            Assert.Null(node.Ledger.Of(TestNode.Company).Row.ClosedAt);
        });
    }

    [Fact]
    public void Another_name_changes_the_row_and_no_entry()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            Assert.Equal(Made, await actor.ChangeAsync(new CompanyUpdate("Åcme", BillingSystem.Minutes, null, null), TestNode.Stamp));

            Assert.Equal("Åcme", node.Ledger.Of(TestNode.Company).Row.CompanyName);
            Assert.Single(node.Ledger.Of(TestNode.Company).Entries);
            Assert.Contains("Åcme", Assert.Single(node.Ledger.Audit).AfterJson, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_repeat_writes_nothing_and_the_instant_of_an_unchanged_system_is_ignored()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            Assert.Equal(Unchanged, await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, null), TestNode.Stamp));
            Assert.Equal(Unchanged, await actor.ChangeAsync(
                new CompanyUpdate("acme Ltd", BillingSystem.Minutes, TestNode.Now.Plus(TimeSpan.FromHours(-5)), null), TestNode.Stamp));

            Assert.Empty(node.Ledger.Audit);
            Assert.Single(node.Ledger.Of(TestNode.Company).Entries);
        });
    }

    [Fact]
    public void Before_its_first_system_a_company_counts_as_on_that_one()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes, TestNode.Now.Plus(TimeSpan.FromDays(10)));
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            Assert.Equal(Unchanged, await actor.ChangeAsync(
                new CompanyUpdate("acme Ltd", BillingSystem.Minutes, TestNode.Now, null), TestNode.Stamp));
        });
    }

    [Fact]
    public void A_switch_to_credits_needs_a_rule_for_every_focus_from_that_instant_on()
    {
        var node = Node();
        node.Ledger.AddRule(new PriceRule("sales", 1, 1, 0, 0, Instant.Always));
        node.Ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 1, 0, 0, TestNode.Now.Plus(TimeSpan.FromHours(-1))));
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var update = new CompanyUpdate("acme Ltd", BillingSystem.Credits, TestNode.Now.Plus(TimeSpan.FromHours(-2)), null);

            Assert.Equal(new ChangeOutcome("no_price_rule", false, false), await actor.ChangeAsync(update, TestNode.Stamp));
            Assert.Single(node.Ledger.Of(TestNode.Company).Entries);

            Assert.Equal(Made, await actor.ChangeAsync(update with { BillingSystemSince = TestNode.Now.Plus(TimeSpan.FromHours(-1)) }, TestNode.Stamp));
        });
    }

    [Fact]
    public void A_rule_that_the_cache_has_not_heard_of_yet_allows_the_switch()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 1, 0, 0, Instant.Always));

            Assert.Equal(Made, await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Credits, null, null), TestNode.Stamp));
        });
    }

    [Fact]
    public void Events_of_a_company_whose_ledger_is_newer_than_the_cached_rules_are_rated_by_newer_ones()
    {
        var ledger = new InMemoryLedger();
        ledger.Create(TestNode.Company, BillingSystem.Minutes);
        var here = new TestNode(ledger: ledger);
        var elsewhere = new TestNode(ledger: ledger);
        ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 5_000_000, 0, 0, Instant.Always));
        elsewhere.Run(async () =>
        {
            var actor = await elsewhere.ActivateAsync();
            await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Credits, Instant.Earliest, null), TestNode.Stamp);
        });
        here.Run(async () =>
        {
            var actor = await here.ActivateAsync();

            Assert.Equal([RecordOutcome.Accepted], await actor.RecordAsync([TestNode.Event("e")], dryRun: true));
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("e")));

            Assert.Equal(5_000_000, ledger.Of(TestNode.Company).Events["e"].Quantity);
        });
    }

    [Theory]
    [InlineData((int)LedgerFault.LostBeforeCommit)]
    [InlineData((int)LedgerFault.LostAfterCommit)]
    public void After_a_change_of_unknown_outcome_a_repeat_completes_it_once(int fault)
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var update = new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, TestNode.Now);
            node.Ledger.NextFault = () => (LedgerFault)fault;
            var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.ChangeAsync(update, TestNode.Stamp));
            Assert.Equal(RetryableFailure.UnknownOutcome, failure.Failure);
            node.Ledger.NextFault = () => LedgerFault.None;

            var next = await node.ActivateAsync();
            var outcome = await next.ChangeAsync(update, TestNode.Stamp);

            Assert.Equal(fault == (int)LedgerFault.LostBeforeCommit, outcome.Changed);
            Assert.Single(node.Ledger.Audit);
            Assert.Equal(2, node.Ledger.Of(TestNode.Company).Entries.Count);
        });
    }

    [Fact]
    public void A_stale_activation_neither_changes_nor_says_that_nothing_changed()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            var newer = await node.ActivateAsync();
            await newer.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, TestNode.Now), TestNode.Stamp);

            // As it knows the company, it is open already.
            var update = new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, null);
            var failure = await Assert.ThrowsAsync<RetryableException>(() => older.ChangeAsync(update, TestNode.Stamp));

            Assert.Equal(RetryableFailure.Fenced, failure.Failure);
            Assert.Single(node.Ledger.Audit);
        });
    }

    [Fact]
    public void Too_many_waiting_changes_are_refused()
    {
        var node = new TestNode(new CompanyActorOptions { PendingChangesMax = 2 });
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var waiting = new[] { "a", "b" }.Select(name => actor.ChangeAsync(new CompanyUpdate(name, BillingSystem.Minutes, null, null), TestNode.Stamp)).ToArray();

            var refused = await Assert.ThrowsAsync<RetryableException>(
                () => actor.ChangeAsync(new CompanyUpdate("c", BillingSystem.Minutes, null, null), TestNode.Stamp));

            Assert.Equal(RetryableFailure.Overloaded, refused.Failure);
            Assert.Equal([Made, Made], await TestNode.AllAsync(waiting));
        });
    }

    private static TestNode Node(bool withRule = false)
    {
        var ledger = new InMemoryLedger();
        if (withRule)
            ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 1_000_000, 0, 0, Instant.Always));
        ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return new TestNode(ledger: ledger);
    }
}
