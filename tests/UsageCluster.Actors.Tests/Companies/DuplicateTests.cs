using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class DuplicateTests
{
    private static readonly RecordOutcome Conflicting = RecordOutcome.Rejected(RejectionCodes.ConflictingDuplicate, "eventId");

    [Fact]
    public void The_same_event_again_is_a_duplicate_and_other_content_conflicts()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("e"));

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("new"), TestNode.Event("e"), TestNode.Event("e", durationMs: 1), TestNode.Event("newer")], dryRun: false);

            Assert.Equal([RecordOutcome.Accepted, RecordOutcome.Duplicate, Conflicting, RecordOutcome.Accepted], outcomes);
            Assert.Equal(3, TestNode.EventsIn(actor.View));
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Within_a_call_the_first_is_booked_and_the_others_are_compared_with_it(int eventsBetween)
    {
        var between = Enumerable.Range(0, eventsBetween).Select(i => TestNode.Event($"other-{i}")).ToList();
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("e"), .. between, TestNode.Event("e", durationMs: 1), TestNode.Event("e")], dryRun: false);

            Assert.Equal(RecordOutcome.Accepted, outcomes[0]);
            Assert.All(outcomes.Skip(1).Take(eventsBetween), outcome => Assert.Equal(RecordOutcome.Accepted, outcome));
            Assert.Equal([Conflicting, RecordOutcome.Duplicate], outcomes.Skip(1 + eventsBetween));
            Assert.Equal(1 + eventsBetween, TestNode.EventsIn(actor.View));
        });
    }

    [Fact]
    public void Within_a_call_repeats_of_a_booked_event_are_compared_with_the_booked_one()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("e"));

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("e", durationMs: 1), TestNode.Event("e", durationMs: 1), TestNode.Event("e")], dryRun: false);

            Assert.Equal([Conflicting, Conflicting, RecordOutcome.Duplicate], outcomes);
        });
    }

    [Fact]
    public void The_first_of_a_pair_being_rejected_by_state_the_second_gets_its_own_decision()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("e", hoursAgo: -1), TestNode.Event("e"), TestNode.Event("e", hoursAgo: -1)], dryRun: false);

            Assert.Equal(RejectionCodes.OccurredInFuture, outcomes[0].Code);
            Assert.Equal(RecordOutcome.Accepted, outcomes[1]);
            Assert.Equal(Conflicting, outcomes[2]);
        });
    }

    [Fact]
    public void The_same_event_in_two_waiting_calls_is_booked_once()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var outcomes = await TestNode.AllAsync(
                actor.RecordAsync(TestNode.Event("e")), actor.RecordAsync(TestNode.Event("e")), actor.RecordAsync(TestNode.Event("e")));

            Assert.Equal([RecordOutcome.Accepted, RecordOutcome.Duplicate, RecordOutcome.Duplicate], outcomes);
            Assert.Equal(1, TestNode.EventsIn(actor.View));
        });
    }

    [Fact]
    public void A_booked_event_is_a_duplicate_whatever_would_reject_it_now()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("e"));
            await actor.ChangeAsync(new CompanyUpdate("Acme", BillingSystem.Minutes, null, TestNode.Now.Plus(TimeSpan.FromDays(-1))), TestNode.Stamp);

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("e"), TestNode.Event("e", durationMs: 1), TestNode.Event("other")], dryRun: false);

            Assert.Equal([RecordOutcome.Duplicate, Conflicting, RecordOutcome.Rejected(RejectionCodes.CompanyClosed, outcomes[2].Field)], outcomes);
        });
    }

    [Fact]
    public void An_instant_that_was_absent_on_either_side_matches_any()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync([TestNode.Event("with"), TestNode.Event("without") with { OccurredAtAssumed = true }], dryRun: false);

            var outcomes = await actor.RecordAsync(
                [TestNode.Event("with", hoursAgo: 3) with { OccurredAtAssumed = true }, TestNode.Event("without", hoursAgo: 3)], dryRun: false);

            Assert.Equal([RecordOutcome.Duplicate, RecordOutcome.Duplicate], outcomes);
        });
    }

    [Fact]
    public void A_resent_call_costs_one_refused_statement_and_books_only_what_is_new()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(100), dryRun: false);

            var outcomes = await actor.RecordAsync(TestNode.Events(150), dryRun: false);

            Assert.Equal(100, outcomes.Count(o => o == RecordOutcome.Duplicate));
            Assert.Equal(50, outcomes.Count(o => o == RecordOutcome.Accepted));
            Assert.Equal(3, node.Ledger.Statements.Count);
            Assert.Equal(150, TestNode.EventsIn(actor.View));
        });
    }

    private static TestNode Node()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
