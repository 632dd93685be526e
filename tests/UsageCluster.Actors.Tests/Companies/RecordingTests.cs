using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class RecordingTests
{
    [Fact]
    public void An_event_is_acknowledged_only_after_its_commit_and_with_the_view_that_shows_it()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.AfterCommit.Close();

            var call = actor.RecordAsync(TestNode.Event("e"));
            await node.Loop.Settle();

            Assert.Equal(1, node.Ledger.AfterCommit.Waiting);
            Assert.False(call.IsCompleted);
            Assert.Equal(0, TestNode.EventsIn(actor.View));

            node.Ledger.AfterCommit.Open();
            Assert.Equal(RecordOutcome.Accepted, await call);
            Assert.Equal(1, TestNode.EventsIn(actor.View));
        });
    }

    [Fact]
    public void Calls_that_wait_for_a_flush_share_the_next_one()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var outcomes = await TestNode.AllAsync([.. TestNode.Events(500).Select(e => actor.RecordAsync(e))]);

            Assert.All(outcomes, o => Assert.Equal(RecordOutcome.Accepted, o));
            Assert.Equal(2, node.Ledger.Statements.Count);
            Assert.Equal(500, TestNode.EventsIn(actor.View));
        });
    }

    [Fact]
    public void A_call_larger_than_a_flush_is_answered_whole_and_in_order()
    {
        var node = Node(new CompanyActorOptions { AppendEventsMax = 7 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var reports = TestNode.Events(30).ToList();
            reports[11] = TestNode.Event("future", hoursAgo: -1);

            var outcomes = await actor.RecordAsync(reports, dryRun: false);

            Assert.Equal(30, outcomes.Count);
            Assert.Equal(RejectionCodes.OccurredInFuture, outcomes[11].Code);
            Assert.Equal(29, outcomes.Count(o => o.Status == RecordStatus.Accepted));
            Assert.Equal(5, node.Ledger.Statements.Count);
        });
    }

    [Fact]
    public void An_empty_call_is_answered_without_the_ledger()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            Assert.Empty(await actor.RecordAsync([], dryRun: false));
            Assert.Empty(node.Ledger.Statements);
        });
    }

    [Fact]
    public void An_event_of_another_company_is_refused()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            await Assert.ThrowsAsync<ArgumentException>(() => actor.RecordAsync(TestNode.Event("e", companyId: "other")));
        });
    }

    [Fact]
    public void What_does_not_fit_into_the_queue_is_refused_whole_and_what_is_queued_is_booked()
    {
        var node = Node(new CompanyActorOptions { PendingEventsMax = 10, AppendEventsMax = 4 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.BeforeCommit.Close();
            var queued = actor.RecordAsync(TestNode.Events(8), dryRun: false);

            var refused = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Events(3, "late"), dryRun: false));
            var fits = actor.RecordAsync(TestNode.Events(2, "fits"), dryRun: false);

            Assert.Equal(RetryableFailure.Overloaded, refused.Failure);
            node.Ledger.BeforeCommit.Open();
            await queued;
            await fits;
            Assert.Equal(10, TestNode.EventsIn(actor.View));
            Assert.Equal(RecordStatus.Accepted, (await actor.RecordAsync(TestNode.Events(3, "late"), dryRun: false))[0].Status);
        });
    }

    [Fact]
    public void One_bad_event_does_not_reject_its_neighbours()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes, TestNode.Now.Plus(TimeSpan.FromHours(-10)));
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("a"), TestNode.Event("early", hoursAgo: 11), TestNode.Event("ahead", hoursAgo: -1), TestNode.Event("b")],
                dryRun: false);

            Assert.Equal(
                [null, RejectionCodes.NoBillingSystem, RejectionCodes.OccurredInFuture, null], outcomes.Select(o => o.Code));
            Assert.Equal(2, TestNode.EventsIn(actor.View));
        });
    }

    [Fact]
    public void An_event_is_rated_by_the_rules_in_force_at_the_append_although_the_cache_is_stale()
    {
        var node = new TestNode();
        node.Ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 1_000_000, 0, 0, Instant.Always));
        node = new TestNode(ledger: node.Ledger);
        node.Ledger.Create(TestNode.Company, BillingSystem.Credits);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.BeforeCommit.Close();
            var call = actor.RecordAsync(TestNode.Event("e"));
            await node.Loop.Settle();

            node.Ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 2, 3_000_000, 0, 0, Instant.Always));
            node.Ledger.BeforeCommit.Open();

            Assert.Equal(RecordOutcome.Accepted, await call);
            var booked = Assert.IsType<UsageEntry>(node.Ledger.Of(TestNode.Company).Entries[^1].Entry);
            Assert.Equal(3_000_000, booked.Quantity);
            Assert.Equal(2, booked.Rule?.Version);
            Assert.Equal(1, node.Rates.Reloads);
        });
    }

    [Fact]
    public void Rules_that_change_faster_than_events_can_be_decided_end_in_a_retryable_failure()
    {
        var node = Node(new CompanyActorOptions { AttemptsMax = 3 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var version = 0;
            node.Ledger.NextFault = () =>
            {
                node.Ledger.AddRule(new PriceRule(PriceRule.AnyFocus, ++version, 0, 0, 0, Instant.Always));
                return LedgerFault.None;
            };

            var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Event("e")));

            Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            Assert.Equal(3, node.Ledger.Statements.Count);
            Assert.False(actor.IsBroken);
        });
    }

    [Fact]
    public void An_event_is_not_refused_for_its_cost_by_rules_that_were_replaced()
    {
        var ledger = new InMemoryLedger();
        ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 10, 0, 0, Instant.Always));
        ledger.Create(TestNode.Company, BillingSystem.Credits);
        var node = new TestNode(ledger: ledger);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("first"));
            ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 2, long.MaxValue, 0, 0, Instant.Always));
            Assert.Equal(RejectionCodes.QuantityOverflow, (await actor.RecordAsync(TestNode.Event("dear"))).Code);
            ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 3, 5, 0, 0, Instant.Always));

            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("cheap")));
            Assert.Equal(5, ledger.Of(TestNode.Company).Events["cheap"].Quantity);
        });
    }

    private static TestNode Node(CompanyActorOptions? options = null)
    {
        var node = new TestNode(options);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
