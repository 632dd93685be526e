using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Rows;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Time;
using static UsageCluster.Actors.Tests.Support.PartialCompany;

namespace UsageCluster.Actors.Tests.Companies;

/// <summary>Companies of which most uses are in their snapshot alone when they have been activated, against the fold over their ledgers.</summary>
public sealed class MissingUsesTests
{
    private const int SnapshotAtFault = 110;

    [Fact]
    public void A_first_report_reads_the_chunks_at_its_ends_and_is_right()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await WrittenAsync(node);
            Assert.Null(actor.View);
            var range = Range(3_000, 500);

            var report = await ReportAsync(actor, range);

            AssertFold(node, range, report);
            Assert.InRange(node.Snapshots.Read.Count, 1, 2 * CostKeys.Length);
            Assert.InRange(node.Snapshots.Read.Sum(r => r.Length), 1, node.Snapshots[TestNode.Company]!.Length / 2);
        });
    }

    [Fact]
    public void A_report_of_all_time_reads_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await WrittenAsync(node);
            AssertFold(node, All, await ReportAsync(actor, All));
            Assert.Empty(node.Snapshots.Read);
        });
    }

    [Fact]
    public void A_head_longer_than_the_beginning_that_a_store_gives_is_read_in_a_second_step()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(1));
            node.Snapshots.BeginningMax = 20;
            var actor = await node.ActivateAsync();
            Assert.Null(actor.View);
            Assert.Equal(20, Assert.Single(node.Snapshots.Read).Start);
            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
        });
    }

    [Fact]
    public void Who_is_asked_a_second_time_is_soon_whole_and_read_past_its_turns()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await WrittenAsync(node);
            await ReportAsync(actor, Range(3_000, 500));
            await node.Loop.Settle();
            Assert.Null(actor.View);

            await ReportAsync(actor, Range(2_500, 500));
            await node.Loop.Settle();

            AssertFold(node, Range(2_000, 700), actor.View!.Report(Range(2_000, 700)));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_is_read_and_written_at_the_same_time_every_answer_is_the_folds(int seed)
    {
        var node = Node(seed);
        node.Run(async () =>
        {
            var random = new Random(seed);
            await WriteAsync(node, random);
            var actor = await node.ActivateAsync();
            var acknowledged = 0;
            var calls = new List<Task>();
            for (var i = 0; i < 25; i++)
                calls.Add(CallAsync(random.Next(10), i));
            foreach (var call in calls)
                await call;
            AssertFold(node, Range(3_500, 3_000), await ReportAsync(actor, Range(3_500, 3_000)));

            async Task CallAsync(int kind, int number)
            {
                var range = AnyRange(random);
                if (kind == 0)
                {
                    Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(Event($"at once {number}", random)));
                    acknowledged++;
                }
                else if (kind == 1)
                {
                    var first = acknowledged;
                    var page = await actor.RowsAsync(new RowQuery { Range = range, Take = 10 });
                    var last = node.Ledger.Of(TestNode.Company).Entries.Count - 1 - Uses;
                    Assert.Contains(Enumerable.Range(first, last - first + 1), n => Fold(node, 1 + Uses + n).View().Rows().Count(range) == page.TotalCount);
                }
                else
                {
                    var version = 1 + Uses + acknowledged;
                    var report = await ReportAsync(actor, range);
                    Assert.True(report.Version >= version);
                    AssertFold(node, range, report);
                }
            }
        });
    }

    [Fact]
    public void A_tail_of_late_uses_is_put_among_those_that_are_missing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var random = new Random(2);
            await WriteAsync(node, random);
            var old = node.Snapshots[TestNode.Company];
            var actor = await node.ActivateAsync();
            await actor.RecordAsync([.. Enumerable.Range(0, 50).Select(i => Event($"late {i}", random))], dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            node.Snapshots[TestNode.Company] = old;

            actor = await node.ActivateAsync();

            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
            Assert.DoesNotContain(103, node.Logger.EventIds);
        });
    }

    [Fact]
    public void A_tail_of_uses_that_are_not_late_needs_no_chunk()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(2));
            var old = node.Snapshots[TestNode.Company];
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(Now(50), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            node.Snapshots[TestNode.Company] = old;
            node.Snapshots.Read.Clear();

            actor = await node.ActivateAsync();

            Assert.Null(actor.View);
            Assert.Empty(node.Snapshots.Read);
            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
        });
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("of an older version")]
    [InlineData("of a later version")]
    [InlineData("cut off")]
    [InlineData("of the same version, with other bytes")]
    public void A_snapshot_that_was_replaced_meanwhile_changes_no_figure(string how)
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(3));
            var actor = await node.ActivateAsync();
            var snapshot = node.Snapshots[TestNode.Company]!;
            node.Snapshots[TestNode.Company] = how switch
            {
                "deleted" => null,
                "of an older version" => snapshot with { Version = 5 },
                "of a later version" => snapshot with { Version = snapshot.Version + 1 },
                "cut off" => snapshot with { Books = snapshot.Books[..(SnapshotBytes.HeadLength(snapshot.Books) + 10)] },
                _ => snapshot with { Books = [.. snapshot.Books.Reverse()] },
            };

            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
            Assert.Contains(SnapshotAtFault, node.Logger.EventIds);
            Assert.Equal(RecordOutcome.Accepted, await actor.RecordAsync(TestNode.Event("more", hoursAgo: 2_900)));
            AssertFold(node, Range(3_000, 500), await ReportAsync(actor, Range(3_000, 500)));
        });
    }

    [Fact]
    public void A_newer_snapshot_in_its_place_is_used()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(3));
            var old = node.Snapshots[TestNode.Company];
            var actor = await node.ActivateAsync();
            await actor.RecordAsync([.. TestNode.Events(5, "more")], dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            var newer = node.Snapshots[TestNode.Company];
            node.Snapshots[TestNode.Company] = old;
            actor = await node.ActivateAsync();
            node.Snapshots[TestNode.Company] = newer;
            var entries = node.Ledger.Of(TestNode.Company).Entries;
            (entries[1], entries[2]) = (entries[2], entries[1]);
            var report = await ReportAsync(actor, Range(3_000, 500));
            (entries[1], entries[2]) = (entries[2], entries[1]);

            AssertFold(node, Range(3_000, 500), report);
        });
    }

    [Fact]
    public void A_flipped_byte_in_any_chunk_is_found_and_no_answer_is_wrong()
    {
        var node = Node();
        node.Run(async () =>
        {
            await WriteAsync(node, new Random(4), uses: 1_800);
            var good = node.Snapshots[TestNode.Company]!;
            var head = SnapshotBytes.HeadLength(good.Books);
            for (var place = head; place < good.Books.Length; place += (good.Books.Length - head) / 8)
            {
                byte[] books = [.. good.Books];
                books[place] ^= 0x10;
                node.Snapshots[TestNode.Company] = good with { Books = books };
                node.Snapshots.BeginningMax = head;
                node.Logger.EventIds.Clear();
                var actor = await node.ActivateAsync();
                foreach (var range in (TimeRange[])[Range(3_900, 10), Range(3_000, 500), Range(2_000, 300)])
                    AssertFold(node, range, await ReportAsync(actor, range));
                await node.Loop.Settle();

                Assert.Contains(SnapshotAtFault, node.Logger.EventIds);
                Assert.NotNull(actor.View);
            }
        });
    }
}
