using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Actors.Tests.Support;
using static UsageCluster.Actors.Tests.Support.PartialCompany;

namespace UsageCluster.Actors.Tests.Companies;

/// <summary>Companies of which uses are missing while their store fails or they are given up.</summary>
public sealed class MissingUsesFailureTests
{
    private const int UsesNotRead = 111;

    [Fact]
    public void A_store_that_fails_is_told_to_who_asks_and_loses_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await WrittenAsync(node);
            node.Snapshots.NextFails = () => true;

            var read = await Assert.ThrowsAsync<RetryableException>(() => ReportAsync(actor, Range(3_000, 500)));
            var rows = await Assert.ThrowsAsync<RetryableException>(() => actor.RowsAsync(new RowQuery { Range = Range(3_000, 500), Take = 1 }));
            var write = await Assert.ThrowsAsync<RetryableException>(() => actor.RecordAsync(TestNode.Event("more")));

            Assert.Equal([RetryableFailure.Unavailable, RetryableFailure.Unavailable, RetryableFailure.Unavailable], [read.Failure, rows.Failure, write.Failure]);
            Assert.Contains(UsesNotRead, node.Logger.EventIds);
            Assert.False(actor.IsBroken);
            Assert.Equal(Uses + 1, node.Ledger.Of(TestNode.Company).Entries.Count);
            AssertFold(node, All, await ReportAsync(actor, All));

            node.Snapshots.NextFails = () => false;
            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("more")));
            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
        });
    }

    [Fact]
    public void A_reader_that_waits_for_uses_is_refused_once_the_activation_is_over()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await WrittenAsync(node);
            node.Snapshots.BeforeRead.Close();
            var reading = actor.ViewAsync(Range(3_000, 500)).AsTask();
            await node.Loop.Settle();
            await actor.DeactivateAsync(CancellationToken.None);
            node.Snapshots.BeforeRead.Open();

            Assert.Null(await reading);
        });
    }

    [Fact]
    public void A_company_that_is_given_up_saves_what_came_behind_its_snapshot_and_reads_nothing_where_nothing_did()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(6));
            var old = node.Snapshots[TestNode.Company];
            await (await node.ActivateAsync()).DeactivateAsync(CancellationToken.None);
            Assert.Empty(node.Snapshots.Read);
            Assert.False(node.Ledger.Of(TestNode.Company).IsOwned);

            var actor = await node.ActivateAsync();
            await actor.RecordAsync(Now(5), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            node.Snapshots[TestNode.Company] = old;
            node.Snapshots.Saved.Clear();
            await (await node.ActivateAsync()).DeactivateAsync(CancellationToken.None);

            Assert.Equal([old!.Version + 5], node.Snapshots.Saved);
            Assert.False(node.Ledger.Of(TestNode.Company).IsOwned);
        });
    }

    [Fact]
    public void A_company_is_given_up_though_its_snapshot_cannot_be_read()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(6));
            var old = node.Snapshots[TestNode.Company];
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(Now(5), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            node.Snapshots[TestNode.Company] = old;
            actor = await node.ActivateAsync();
            node.Snapshots.NextFails = () => true;

            await actor.DeactivateAsync(CancellationToken.None);

            Assert.False(node.Ledger.Of(TestNode.Company).IsOwned);
        });
    }
}
