using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class SnapshotTests
{
    private static readonly CompanyActorOptions Frequent = new() { SnapshotEntriesMin = 10, SnapshotAtDeactivationEntriesMin = 3, AppendEventsMax = 5 };

    [Fact]
    public void Snapshots_are_saved_as_the_ledger_grows_and_seldom_once_it_is_long()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            for (var i = 0; i < 200; i++)
                await actor.RecordAsync(TestNode.Event($"e{i}"));
            await node.Loop.Settle();

            var gaps = node.Snapshots.Saved.Zip(node.Snapshots.Saved.Skip(1), (a, b) => (From: a, Gap: b - a)).ToArray();
            Assert.InRange(node.Snapshots.Saved.Count, 5, 15);
            Assert.All(gaps, g => Assert.True(g.Gap >= Math.Max(10, g.From / 4)));
        });
    }

    [Fact]
    public void A_recovery_from_a_snapshot_reads_only_the_tail_and_gives_the_same_figures()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(30), dryRun: false);
            await node.Loop.Settle();
            var version = node.Snapshots[TestNode.Company]!.Version;
            Assert.InRange(version, 11, 31);

            // Entries that the snapshot covers are not read again: damage there goes unseen by recovery.
            var entries = node.Ledger.Of(TestNode.Company).Entries;
            entries[1] = entries[0];
            var next = await node.ActivateAsync();

            Assert.Equal(30, TestNode.EventsIn(next.View));
        });
    }

    [Theory]
    [InlineData("version above the head")]
    [InlineData("another hash")]
    [InlineData("damaged")]
    [InlineData("of another company")]
    [InlineData("of another version")]
    [InlineData("no version")]
    public void A_snapshot_that_is_not_usable_changes_no_figure(string what)
    {
        var node = Node();
        node.Ledger.Create("other", BillingSystem.Minutes);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(30), dryRun: false);
            var other = await node.ActivateAsync("other");
            await other.RecordAsync([.. TestNode.Events(40).Select(e => e with { CompanyId = "other" })], dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            await other.DeactivateAsync(CancellationToken.None);
            var good = node.Snapshots[TestNode.Company]!;
            var foreign = node.Snapshots["other"]!;
            node.Snapshots[TestNode.Company] = what switch
            {
                "version above the head" => good with { Version = 1_000 },
                "another hash" => good with { Hash = foreign.Hash },
                "damaged" => good with { Books = [.. good.Books[..^1], (byte)~good.Books[^1]] },
                "of another company" => good with { Books = foreign.Books },
                "of another version" => good with { Version = 5, Hash = node.Ledger.Of(TestNode.Company).Entries[4].Hash },
                _ => good with { Version = 0 },
            };

            var next = await node.ActivateAsync();

            Assert.Equal(30, TestNode.EventsIn(next.View));
            Assert.Contains(103, node.Logger.EventIds);
            Assert.Equal(RecordOutcome.Accepted, await next.RecordAsync(TestNode.Event("more")));
            Assert.Equal(31, TestNode.EventsIn(next.View));
        });
    }

    [Fact]
    public void A_store_of_snapshots_that_fails_costs_nothing_but_a_longer_recovery()
    {
        var node = Node();
        node.Run(async () =>
        {
            node.Snapshots.NextFails = () => true;
            var actor = await node.ActivateAsync();
            var outcomes = await actor.RecordAsync(TestNode.Events(50), dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);

            Assert.All(outcomes, o => Assert.Equal(RecordOutcome.Accepted, o));
            Assert.False(node.Ledger.Of(TestNode.Company).IsOwned);
            Assert.Equal(50, TestNode.EventsIn((await node.ActivateAsync()).View));
            Assert.Contains(105, node.Logger.EventIds);
        });
    }

    [Fact]
    public void A_save_that_hangs_delays_no_acknowledgement_and_no_second_one_starts()
    {
        var node = Node();
        node.Run(async () =>
        {
            node.Snapshots.BeforeSave.Close();
            var actor = await node.ActivateAsync();

            var outcomes = await actor.RecordAsync(TestNode.Events(100), dryRun: false);
            await node.Loop.Settle();

            Assert.Equal(100, outcomes.Count);
            Assert.Equal(1, node.Snapshots.BeforeSave.Waiting);
            node.Snapshots.BeforeSave.Open();
            await node.Loop.Settle();
            Assert.Single(node.Snapshots.Saved);
        });
    }

    [Fact]
    public void An_older_snapshot_is_used_and_the_tail_read_behind_it()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(15), dryRun: false);
            await node.Loop.Settle();
            SnapshotRecord old = node.Snapshots[TestNode.Company]!;
            await actor.RecordAsync(TestNode.Events(60, "later"), dryRun: false);
            await node.Loop.Settle();
            node.Snapshots[TestNode.Company] = old;

            Assert.Equal(75, TestNode.EventsIn((await node.ActivateAsync()).View));
            Assert.DoesNotContain(103, node.Logger.EventIds);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_snapshot_that_the_ledger_does_not_go_on_from_changes_no_figure(bool isOfAnotherLength)
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(15), dryRun: false);
            await node.Loop.Settle();
            SnapshotRecord old = node.Snapshots[TestNode.Company]!;
            await actor.RecordAsync(TestNode.Events(60, "later"), dryRun: false);
            await node.Loop.Settle();
            node.Snapshots[TestNode.Company] = old with { Hash = isOfAnotherLength ? [1] : [.. old.Hash[..^1], (byte)~old.Hash[^1]] };

            Assert.Equal(75, TestNode.EventsIn((await node.ActivateAsync()).View));
            Assert.Contains(103, node.Logger.EventIds);
        });
    }

    [Fact]
    public void A_snapshot_whose_chunks_are_not_what_they_say_makes_no_company_unreadable()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync([.. Enumerable.Range(0, 600).Select(i => TestNode.Event($"e{i}", hoursAgo: 700 - i, durationMs: 60_000 + (i * 7)))], dryRun: false);
            await actor.DeactivateAsync(CancellationToken.None);
            var good = node.Snapshots[TestNode.Company]!;
            actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("late", hoursAgo: 650));
            var expected = TestNode.Report(actor.View);

            // As a program with a defect might have written it: the checksum is right.
            node.Snapshots[TestNode.Company] = good with { Books = SnapshotBytes.Change(good.Books, good.Books.Length - 400) };

            var report = TestNode.Report((await node.ActivateAsync()).View);
            Assert.Equal(expected.Systems.Sum(s => s.Quantity), report.Systems.Sum(s => s.Quantity));
            Assert.Contains(103, node.Logger.EventIds);
        });
    }

    [Fact]
    public void Of_a_ledger_too_short_for_one_no_snapshot_is_looked_for()
    {
        var node = Node();
        node.Run(async () =>
        {
            var asked = 0;
            node.Snapshots.NextFails = () => asked++ < 0;
            await (await node.ActivateAsync()).RecordAsync(TestNode.Event("first"));

            Assert.Equal(1, TestNode.EventsIn((await node.ActivateAsync()).View));
            Assert.Equal(0, asked);
            await (await node.ActivateAsync()).RecordAsync(TestNode.Event("more"));
            await node.ActivateAsync();
            Assert.Equal(1, asked);
        });
    }

    private static TestNode Node()
    {
        var node = new TestNode(Frequent);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
