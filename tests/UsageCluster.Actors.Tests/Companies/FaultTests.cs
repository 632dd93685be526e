using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class FaultTests
{
    [Fact]
    public void An_unavailable_ledger_fails_the_callers_and_the_actor_goes_on()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("e0")));
            FailOnce(node, LedgerFault.Unavailable);

            await FailsAsync(RetryableFailure.Unavailable, actor.RecordAsync(TestNode.Event("e1")));

            Assert.False(actor.IsBroken);
            Assert.Equal(1, TestNode.EventsIn(actor.View));
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("e1")));
        });
    }

    [Fact]
    public void A_read_that_fails_while_deciding_fails_the_callers_and_the_actor_goes_on()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.NextReadFails = () => true;

            await FailsAsync(RetryableFailure.Unavailable, actor.RecordAsync(TestNode.Event("ahead", hoursAgo: -1)));

            node.Ledger.NextReadFails = () => false;
            Assert.Equal(RecordStatus.Rejected, (await actor.RecordAsync(TestNode.Event("ahead", hoursAgo: -1))).Status);
        });
    }

    [Theory]
    [InlineData((int)LedgerFault.LostBeforeCommit)]
    [InlineData((int)LedgerFault.LostAfterCommit)]
    [InlineData((int)LedgerFault.LostAndLate)]
    public void After_an_unknown_outcome_a_new_activation_and_a_resend_book_exactly_once(int fault)
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            FailOnce(node, (LedgerFault)fault);

            var first = actor.RecordAsync(TestNode.Event("e1"));
            var waiting = actor.RecordAsync(TestNode.Event("e2"));
            await FailsAsync(RetryableFailure.UnknownOutcome, first);
            await FailsAsync(RetryableFailure.UnknownOutcome, waiting);
            Assert.True(actor.IsBroken);
            Assert.Null(actor.View);
            await FailsAsync(RetryableFailure.UnknownOutcome, actor.RecordAsync(TestNode.Event("e3")));

            var next = await node.ActivateAsync();
            var again = await next.RecordAsync(TestNode.Event("e1"));
            await node.Loop.Settle();

            Assert.Equal(fault == (int)LedgerFault.LostAfterCommit ? RecordOutcome.Duplicate : again, again);
            Assert.NotEqual(RecordStatus.Rejected, again.Status);
            Assert.Equal(1, TestNode.EventsIn(next.View));
            Assert.Equal(["e1"], node.Ledger.Of(TestNode.Company).Events.Keys);
        });
    }

    [Fact]
    public void A_write_that_arrives_after_the_next_activation_books_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.Late.Close();
            FailOnce(node, LedgerFault.LostAndLate);
            await FailsAsync(RetryableFailure.UnknownOutcome, actor.RecordAsync(TestNode.Event("e1")));
            var next = await node.ActivateAsync();

            node.Ledger.Late.Open();
            await node.Loop.Settle();

            Assert.Empty(node.Ledger.Of(TestNode.Company).Events);
            Assert.Equal(RecordOutcome.Accepted, await next.RecordAsync(TestNode.Event("e1")));
        });
    }

    [Fact]
    public void Of_two_activations_only_the_newer_one_books_and_the_older_one_finds_itself_fenced()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            var newer = await node.ActivateAsync();

            await FailsAsync(RetryableFailure.Fenced, older.RecordAsync(TestNode.Event("e")));

            Assert.True(older.IsBroken);
            Assert.Null(older.View);
            Assert.Throws<RetryableException>(() => older.Settings);
            Assert.Equal(RecordOutcome.Accepted, await newer.RecordAsync(TestNode.Event("e")));
            Assert.Single(node.Ledger.Of(TestNode.Company).Events);
        });
    }

    [Fact]
    public void An_append_that_is_overtaken_by_an_activation_books_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            node.Ledger.BeforeCommit.Close();
            var call = older.RecordAsync(TestNode.Event("e"));
            await node.Loop.Settle();
            var newer = await node.ActivateAsync();

            node.Ledger.BeforeCommit.Open();

            await FailsAsync(RetryableFailure.Fenced, call);
            Assert.Equal(0, TestNode.EventsIn(newer.View));
            Assert.Empty(node.Ledger.Of(TestNode.Company).Events);
        });
    }

    [Fact]
    public void A_stale_activation_gives_no_final_rejection()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            await older.ChangeAsync(new CompanyUpdate("Acme", BillingSystem.Minutes, null, TestNode.Now.Plus(TimeSpan.FromDays(-1))), TestNode.Stamp);
            var newer = await node.ActivateAsync();
            await newer.ChangeAsync(new CompanyUpdate("Acme", BillingSystem.Minutes, null, null), TestNode.Stamp);

            await FailsAsync(RetryableFailure.Fenced, older.RecordAsync(TestNode.Event("e")));

            Assert.Equal(RecordOutcome.Accepted, await newer.RecordAsync(TestNode.Event("e")));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stale_activation_answers_no_duplicate_of_an_event_that_its_view_does_not_show(bool rejectedByState)
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            if (rejectedByState)
                await older.ChangeAsync(new CompanyUpdate("Acme", BillingSystem.Minutes, null, TestNode.Now.Plus(TimeSpan.FromDays(-1))), TestNode.Stamp);
            var newer = await node.ActivateAsync();
            await newer.ChangeAsync(new CompanyUpdate("Acme", BillingSystem.Minutes, null, null), TestNode.Stamp);
            await newer.RecordAsync(TestNode.Event("e"));

            await FailsAsync(RetryableFailure.Fenced, older.RecordAsync(TestNode.Event("e")));

            Assert.Null(older.View);
            Assert.Equal(RecordOutcome.Duplicate, await newer.RecordAsync(TestNode.Event("e")));
        });
    }

    [Fact]
    public void Part_of_a_large_call_being_undecided_the_call_fails_and_a_resend_completes_it()
    {
        var node = Node(new CompanyActorOptions { AppendEventsMax = 10 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var faults = new Queue<LedgerFault>([LedgerFault.None, LedgerFault.None, LedgerFault.Unavailable]);
            node.Ledger.NextFault = () => faults.TryDequeue(out var fault) ? fault : LedgerFault.None;

            var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Events(45), dryRun: false));
            Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            Assert.Equal(20, TestNode.EventsIn(actor.View));

            var outcomes = await actor.RecordAsync(TestNode.Events(45), dryRun: false);
            Assert.Equal(20, outcomes.Count(o => o == RecordOutcome.Duplicate));
            Assert.Equal(25, outcomes.Count(o => o == RecordOutcome.Accepted));
            Assert.Equal(45, TestNode.EventsIn(actor.View));
        });
    }

    private static async Task FailsAsync(RetryableFailure failure, Task call) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<RetryableException>(() => call)).Failure);

    private static void FailOnce(TestNode node, LedgerFault fault)
    {
        var faults = new Queue<LedgerFault>([fault]);
        node.Ledger.NextFault = () => faults.TryDequeue(out var next) ? next : LedgerFault.None;
    }

    private static TestNode Node(CompanyActorOptions? options = null)
    {
        var node = new TestNode(options);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
