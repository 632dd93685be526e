using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class DeactivationTests
{
    [Fact]
    public void Deactivation_books_what_is_queued_refuses_new_calls_and_releases_the_company()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.BeforeCommit.Close();
            var queued = new[] { actor.RecordAsync(TestNode.Event("a")), actor.RecordAsync(TestNode.Event("b")) };
            Assert.True(actor.IsBusy);

            var deactivation = actor.DeactivateAsync(CancellationToken.None);
            var refused = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Event("c")));
            node.Ledger.BeforeCommit.Open();
            await deactivation;

            Assert.Equal(RetryableFailure.ShuttingDown, refused.Failure);
            Assert.Equal([RecordOutcome.Accepted, RecordOutcome.Accepted], await TestNode.AllAsync(queued));
            Assert.False(node.Ledger.Of(TestNode.Company).IsOwned);
            Assert.Null(actor.View);
            Assert.False(actor.IsBroken);
            Assert.False(actor.IsBusy);
            Assert.Equal(2, TestNode.EventsIn((await node.ActivateAsync()).View));
        });
    }

    [Fact]
    public void A_snapshot_is_saved_at_the_end_where_it_is_worth_it()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(254), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            Assert.Empty(node.Snapshots.Saved);

            actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(1, "more"), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            Assert.Equal([256], node.Snapshots.Saved);
        });
    }

    [Fact]
    public void A_deactivation_that_is_cut_short_fails_what_is_queued_and_releases_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            node.Ledger.AfterCommit.Close();
            var call = actor.RecordAsync(TestNode.Event("a"));
            await node.Loop.Settle();
            using var impatience = new CancellationTokenSource();

            var deactivation = actor.DeactivateAsync(impatience.Token);
            impatience.Cancel();
            await deactivation;

            var failure = await Assert.ThrowsAsync<RetryableException>(() => call);
            Assert.Equal(RetryableFailure.ShuttingDown, failure.Failure);
            Assert.Null(actor.View);
            Assert.True(node.Ledger.Of(TestNode.Company).IsOwned);
            node.Ledger.AfterCommit.Open();
            await node.Loop.Settle();
            Assert.Null(actor.View);
            Assert.Equal(RecordOutcome.Duplicate, await (await node.ActivateAsync()).RecordAsync(TestNode.Event("a")));
        });
    }

    [Fact]
    public void A_broken_actor_releases_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            await node.ActivateAsync();
            await Assert.ThrowsAsync<RetryableException>(() => older.RecordAsync(TestNode.Event("a")));

            await older.DeactivateAsync(CancellationToken.None);

            Assert.True(node.Ledger.Of(TestNode.Company).IsOwned);
            Assert.True(older.IsBroken);
        });
    }

    private static TestNode Node()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
