using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class CorrectionTests
{
    private static readonly TimeRange Year = new(TestNode.Now.Plus(TimeSpan.FromDays(-300)), TestNode.Now.Plus(TimeSpan.FromDays(60)));

    [Fact]
    public void A_correction_is_in_the_view_when_it_is_answered_and_is_booked_once()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            await actor.RecordAsync(TestNode.Event("b"));

            var made = await actor.CorrectAsync([Void("1", "a")], TestNode.Stamp);
            Assert.Equal(1, Assert.Single(actor.View!.Report(Year).Systems).Buckets[0].Events);
            var again = await actor.CorrectAsync([Void("1", "a")], TestNode.Stamp);

            Assert.True(made.Changed);
            Assert.False(again.Changed);
            Assert.Equal(made.Entries, again.Entries);
            Assert.Single(node.Ledger.Audit);
            Assert.Contains("\"kind\":\"void\"", node.Ledger.Audit[0].AfterJson, StringComparison.Ordinal);
            Assert.Equal(CorrectionCodes.Conflict, (await actor.CorrectAsync([Void("1", "b")], TestNode.Stamp)).ErrorCode);
            Assert.Equal(CorrectionCodes.AlreadyVoided, (await actor.CorrectAsync([Void("2", "a")], TestNode.Stamp)).ErrorCode);
            Assert.Equal(CorrectionCodes.UnknownEvent, (await actor.CorrectAsync([Void("3", "none")], TestNode.Stamp)).ErrorCode);
        });
    }

    [Fact]
    public void A_correction_outside_its_grammar_or_range_is_refused_and_the_activation_goes_on()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            CorrectionRequest[] bad =
            [
                Void("", "a"), Void("1", "\u0001ca"), Void("1", "a") with { Reason = "" }, Void("1", "a") with { DurationMs = 1 }, Adjust("1", "a", -1),
                Adjust("1", "a", null) with { CostKey = "a b" }, Adjust("1", "a", null) with { AgentFocus = "*" },
            ];
            foreach (var request in bad)
                await Assert.ThrowsAnyAsync<ArgumentException>(() => actor.CorrectAsync([request], TestNode.Stamp));
            Assert.True((await actor.CorrectAsync([Void("1", "a")], TestNode.Stamp)).Changed);
        });
    }

    [Fact]
    public void A_batch_is_booked_whole_or_not_at_all()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            var version = actor.View!.Version;

            var refused = await actor.CorrectAsync([Adjust("1", "a", 5), Void("2", "a"), Adjust("3", "a", 6)], TestNode.Stamp);
            Assert.Equal((CorrectionCodes.AlreadyVoided, 2), (refused.ErrorCode, refused.ErrorIndex));
            Assert.Equal(version, actor.View!.Version);
            Assert.Empty(node.Ledger.Audit);

            var made = await actor.CorrectAsync([Adjust("1", "a", 5), Adjust("1", "a", 5), Void("2", "a")], TestNode.Stamp);
            Assert.Equal([version + 1, version + 1, version + 2], made.Entries.Select(e => e.Version));
            Assert.Single(node.Ledger.Audit);
        });
    }

    [Fact]
    public void Adjustments_build_on_those_before_also_in_another_activation()
    {
        var node = Node();
        node.Run(async () =>
        {
            var first = await node.ActivateAsync();
            await first.RecordAsync(TestNode.Event("a"));
            await first.CorrectAsync([Adjust("1", "a", 5)], TestNode.Stamp);
            await first.DeactivateAsync(CancellationToken.None);

            var second = await node.ActivateAsync();
            var made = await second.CorrectAsync([Adjust("2", "a", null) with { CostKey = "other" }], TestNode.Stamp);

            var entry = Assert.Single(made.Entries);
            Assert.Equal((5L, 5L, "other"), (entry.Before.Quantity, entry.After!.Quantity, entry.After.Line.CostKey));
            Assert.Equal(CorrectionCodes.Conflict, (await second.CorrectAsync([Adjust("1", "a", 6)], TestNode.Stamp)).ErrorCode);
        });
    }

    [Fact]
    public void A_correction_is_rated_by_rules_that_came_while_it_was_decided()
    {
        var ledger = new InMemoryLedger();
        ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 0, 0, 60_000_000, Instant.Always));
        ledger.Create(TestNode.Company, BillingSystem.Credits);
        var node = new TestNode(ledger: ledger);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            ledger.AddRule(new PriceRule("sales", 1, 7, 0, 0, Instant.Always));

            var made = await actor.CorrectAsync([Adjust("1", "a", null) with { AgentFocus = "sales" }], TestNode.Stamp);

            Assert.Equal(7, Assert.Single(made.Entries).After!.Quantity);
        });
    }

    [Fact]
    public void A_stale_activation_neither_repeats_nor_refuses()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            await older.RecordAsync(TestNode.Event("a"));
            var newer = await node.ActivateAsync();
            await newer.CorrectAsync([Void("1", "a")], TestNode.Stamp);

            var failure = await Assert.ThrowsAsync<RetryableException>(() => older.CorrectAsync([Void("2", "a")], TestNode.Stamp));

            Assert.Equal(RetryableFailure.Fenced, failure.Failure);
        });
    }

    [Fact]
    public void An_outcome_that_was_lost_is_told_by_the_repeat()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            node.Ledger.NextFault = () => LedgerFault.LostAfterCommit;
            var lost = await Assert.ThrowsAsync<RetryableException>(() => actor.CorrectAsync([Void("1", "a")], TestNode.Stamp));
            node.Ledger.NextFault = () => LedgerFault.None;

            var next = await node.ActivateAsync();
            var again = await next.CorrectAsync([Void("1", "a")], TestNode.Stamp);

            Assert.Equal(RetryableFailure.UnknownOutcome, lost.Failure);
            Assert.Equal((null, false), (again.ErrorCode, again.Changed));
            Assert.Single(node.Ledger.Audit);
        });
    }

    [Fact]
    public void Rows_hold_uses_and_corrections_and_an_event_is_found_with_its_own()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("a"));
            await actor.RecordAsync(TestNode.Event("b"));
            await actor.CorrectAsync([Adjust("1", "a", 5), Void("2", "b")], TestNode.Stamp);

            var query = new RowQuery { Range = Year, Take = 10, WithCorrections = true };
            var page = await actor.RowsAsync(query);
            var second = await actor.RowsAsync(query with { Skip = 1, Take = 2, WithCorrections = false });
            var corrections = await actor.RowsAsync(query with { Kind = RowKind.Corrections });
            var found = await actor.FindEventAsync("a");

            Assert.Equal((4, 4), (page.TotalCount, page.Entries.Count));
            Assert.Equal(["1", "2"], page.Corrections.Select(c => c.Request.CorrectionId));
            Assert.Equal(page.Entries.Skip(1).Take(2), second.Entries);
            Assert.Equal(["2", "1"], corrections.Entries.Cast<CorrectionEntry>().Select(c => c.Request.CorrectionId));
            Assert.Equal(("a", "1"), (found!.Entry.Event.EventId, Assert.Single(found.Corrections).Request.CorrectionId));
            Assert.Null(await actor.FindEventAsync("none"));
        });
    }

    private static TestNode Node()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }

    private static CorrectionRequest Void(string id, string eventId) =>
        new() { CorrectionId = id, EventId = eventId, Kind = CorrectionKind.Void, Reason = "A test" };

    private static CorrectionRequest Adjust(string id, string eventId, long? durationMs) =>
        Void(id, eventId) with { Kind = CorrectionKind.Adjust, DurationMs = durationMs };
}
