using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Corrections_come_back_as_they_were_by_version_and_by_id()
    {
        var (id, head) = await ActivateNewAsync();
        LedgerEntry[] entries = [Samples.Usage(id, 1, "event").Entry, Adjustment(2, "c-🎤"), Voiding(3, "c-2")];

        await AppendAsync(RequestOf(head, [.. entries.Select(Samples.Chained)]));

        Assert.Equal(entries, (await ReadAllAsync(head.CompanyNo)).Select(e => e.Entry));
        var byId = await Ledger.FindAsync(
            head.CompanyNo, ["event", ReservedIds.OfCorrection("c-🎤"), ReservedIds.OfCorrection("c-3"), "c-2"], CancellationToken.None);
        Assert.Equal(entries[..2], byId.OrderBy(e => e.Version));
        var byVersion = await Ledger.ReadVersionsAsync(head.CompanyNo, [3, 1, 3, 4, 0], CancellationToken.None);
        Assert.Equal([entries[0], entries[2]], byVersion.OrderBy(e => e.Version));
        Assert.Empty(await Ledger.ReadVersionsAsync(head.CompanyNo, [], CancellationToken.None));
    }

    [Fact]
    public async Task A_reserved_id_is_taken_once_by_appends_and_by_changes()
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, "event");
        var first = await Ledger.AppendChangeAsync(
            RequestOf(head with { Version = 1 }, Samples.Chained(Voiding(2, "c"))), Audited("first"), CancellationToken.None);
        var current = head with { Version = 2 };

        var byChange = await Ledger.AppendChangeAsync(RequestOf(current, Samples.Chained(Adjustment(3, "c"))), Audited("again"), CancellationToken.None);
        var byAppend = await AppendAsync(RequestOf(current, Samples.Usage(id, 3, "other"), Samples.Chained(Adjustment(4, "c"))));

        Assert.Equal(AppendStatus.Appended, first.Status);
        Assert.Equal((AppendStatus.HasDuplicates, AppendStatus.HasDuplicates), (byChange.Status, byAppend.Status));
        Assert.Equal([ReservedIds.OfCorrection("c")], byChange.DuplicateEventIds);
        Assert.Equal([ReservedIds.OfCorrection("c")], byAppend.DuplicateEventIds);
        Assert.Equal(2, (await ReadAllAsync(head.CompanyNo)).Count);
        Assert.Equal("first", (await LatestAuditAsync()).Action);
        await BookAsync(current, id, "c");
    }

    private static CompanyChange Audited(string action) => new(null, Samples.Audit(action));

    private static CorrectionEntry Adjustment(long version, string correctionId) => Voiding(version, correctionId) with
    {
        Request = new CorrectionRequest
        {
            CorrectionId = correctionId,
            EventId = "event",
            Kind = CorrectionKind.Adjust,
            Reason = "Grund",
            DurationMs = 1,
            CostKey = "k",
            AgentFocus = "f",
        },
        After = new BookedUse(new LineKey(BillingSystem.Minutes, "k", "f", Direction.Other, Resolution.Other), 1, 1, false, null),
    };

    private static CorrectionEntry Voiding(long version, string correctionId) => new()
    {
        Version = version,
        RecordedAt = Samples.Noon,
        Request = new CorrectionRequest { CorrectionId = correctionId, EventId = "event", Kind = CorrectionKind.Void, Reason = "Grund" },
        EventVersion = 1,
        PreviousVersion = 0,
        OccurredAt = Samples.Noon,
        IsTest = false,
        Before = new BookedUse(new LineKey(BillingSystem.Minutes, "interview_minutes", null, null, null), 60_000, 60_000, true, null),
        After = null,
    };
}
