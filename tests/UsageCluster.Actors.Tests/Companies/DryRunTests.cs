using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class DryRunTests
{
    [Fact]
    public void A_dry_run_answers_as_booking_would_and_books_nothing()
    {
        var node = Node(new CompanyActorOptions { AppendEventsMax = 2 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync([TestNode.Event("a"), TestNode.Event("b")], dryRun: false);
            var reports = new[]
            {
                TestNode.Event("a"), TestNode.Event("b", durationMs: 1), TestNode.Event("c"), TestNode.Event("c"),
                TestNode.Event("c", durationMs: 1), TestNode.Event("ahead", hoursAgo: -1),
            };

            var tried = await actor.RecordAsync(reports, dryRun: true);

            Assert.Equal(
                [null, RejectionCodes.ConflictingDuplicate, null, null, RejectionCodes.ConflictingDuplicate, RejectionCodes.OccurredInFuture],
                tried.Select(o => o.Code));
            Assert.Equal(RecordStatus.Duplicate, tried[0].Status);
            Assert.Equal(RecordStatus.Accepted, tried[2].Status);
            Assert.Equal(RecordStatus.Duplicate, tried[3].Status);
            Assert.Equal(2, node.Ledger.Of(TestNode.Company).Events.Count);
            Assert.Equal(2, TestNode.EventsIn(actor.View));
            Assert.Equal(tried, await actor.RecordAsync(reports, dryRun: false));
        });
    }

    [Fact]
    public void Dry_runs_are_bounded_as_the_queue_is()
    {
        var node = Node(new CompanyActorOptions { PendingEventsMax = 10 });
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var running = actor.RecordAsync(TestNode.Events(8), dryRun: true);

            var refused = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Events(3), dryRun: true));

            Assert.Equal(RetryableFailure.Overloaded, refused.Failure);
            Assert.Equal(8, (await running).Count);
            Assert.Equal(10, (await actor.RecordAsync(TestNode.Events(10), dryRun: true)).Count);
        });
    }

    [Fact]
    public void A_dry_run_that_cannot_look_up_is_retryable()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.NextReadFails = () => true;

            var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Events(1), dryRun: true));

            Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            Assert.False(actor.IsBroken);
        });
    }

    private static TestNode Node(CompanyActorOptions? options = null)
    {
        var node = new TestNode(options);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
