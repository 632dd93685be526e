using System.Collections.Immutable;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Grains.Relaying;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>One value, and where it matters an extreme one, of everything that goes over the wire. Golden bytes are made of these: never change one.</summary>
internal static class Samples
{
    public static readonly Instant At = new(638_000_000_123_456_789);

    public static readonly TimeRange Range = new(At, At.Plus(TimeSpan.FromDays(31)));

    public static readonly UsageEvent Event = new()
    {
        EventId = "0190b5a0-0000-7000-8000-000000000001",
        CompanyId = "acme",
        OccurredAt = At,
        DurationMs = 90_000,
        CostKey = "voice",
        AgentFocus = "screening",
        InterviewId = "интервью 7",
        Direction = Direction.Outbound,
        Resolution = Resolution.Voicemail,
        IsTest = true,
    };

    public static readonly UsageEvent BareEvent = new()
    {
        EventId = "e",
        CompanyId = "acme",
        OccurredAt = Instant.Always,
        OccurredAtAssumed = true,
        DurationMs = 0,
    };

    public static readonly CompanyReport Report = new("acme", 1_234_567, [
        new SystemReport(BillingSystem.Credits, 5_500_000, 3, [new("chat", 1, 1, 500_000), new("voice", 2, 2, 5_000_000)]),
        new SystemReport(BillingSystem.Minutes, long.MaxValue, 1, [new("voice", 1, 1, long.MaxValue)]),
    ]);

    public static readonly CompanyReport EmptyReport = new("globex", 0, [new SystemReport(BillingSystem.Minutes, 0, 0, [])]);

    public static readonly BillingTransaction Transaction = new()
    {
        Id = "пополнение 1",
        Type = TransactionType.TopUp,
        AmountMicro = long.MinValue,
        Currency = BillingTransaction.Credits,
        CreatedAt = At,
        Description = "Words",
        Reference = "2024-01",
    };

    public static readonly AtsReport Ats = new(
        [new NamedCompanyReport("ACME Ⅸ", Report), new NamedCompanyReport("Globex", EmptyReport)], MergedTotals.Of([Report, EmptyReport]));

    public static readonly LinesQuery Query = new([At, At.Plus(TimeSpan.FromDays(31)), At.Plus(TimeSpan.FromDays(59))], LineGroups.All);

    public static readonly CompanyLines Lines = new("acme", 1_234_567, [BillingSystem.Credits, BillingSystem.Minutes], [
        new LineFigures(new LineKey(BillingSystem.Minutes, "voice", null, null, null), [new(1, new(1, 0, long.MaxValue))]),
        new LineFigures(
            new LineKey(BillingSystem.Credits, "voice", "screening", Direction.Outbound, Resolution.Voicemail), [new(0, new(2, 2, 5)), new(1, new(1, 1, -3))]),
    ]);

    public static readonly CompanyLines NoLines = new("globex", 0, [BillingSystem.Minutes], []);
    public static readonly CorrectionRequest Request = new()
    {
        CorrectionId = "fix ü",
        EventId = Event.EventId,
        Kind = CorrectionKind.Adjust,
        Reason = "слишком долго",
        DurationMs = 0,
        CostKey = "chat",
        AgentFocus = "sales",
    };

    public static readonly CorrectionRequest BareRequest =
        new() { CorrectionId = "c", EventId = "e", Kind = CorrectionKind.Void, Reason = "r" };

    public static readonly UsageEntry Entry = new()
    {
        Version = 7,
        RecordedAt = At,
        Event = Event with { IsTest = false },
        System = BillingSystem.Credits,
        Quantity = 5_000_000,
        CountsAsInterview = true,
        Rule = new RuleRef(OfCompany: true, AnyFocus: false, 2),
    };

    public static readonly CorrectionEntry Correction = new()
    {
        Version = 9,
        RecordedAt = At,
        Request = Request,
        EventVersion = 7,
        PreviousVersion = 8,
        OccurredAt = At,
        IsTest = false,
        Before = BookedUse.Of(Entry),
        After = null,
    };

    public static IReadOnlyDictionary<string, object> All { get; } = new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["usage-event"] = Event,
        ["usage-event-bare"] = BareEvent,
        ["relayed-events"] = new RelayedEvents([Event, BareEvent]),
        ["relay-answers"] = new RelayAnswers([
            new(RecordOutcome.Accepted, null), default, new(null, new RetryableException(RetryableFailure.Overloaded, "It waits.")),
        ]),
        ["record-batch"] = new RecordBatch([Event, BareEvent], DryRun: true),
        ["outcome-accepted"] = RecordOutcome.Accepted,
        ["outcome-duplicate"] = RecordOutcome.Duplicate,
        ["outcome-rejected"] = RecordOutcome.Rejected("conflicting_duplicate", "eventId"),
        ["outcomes"] = ImmutableArray.Create(RecordOutcome.Accepted, RecordOutcome.Rejected("company_closed"), RecordOutcome.Duplicate),
        ["instant"] = At,
        ["time-range"] = Range,
        ["company-report"] = Report,
        ["company-report-empty"] = EmptyReport,
        ["ats-report"] = Ats,
        ["ats-report-empty"] = new AtsReport([], MergedTotals.Of([])),
        ["company-update"] = new CompanyUpdate("ACME Ⅸ", BillingSystem.Credits, At, Instant.Latest),
        ["company-update-bare"] = new CompanyUpdate("A", BillingSystem.Minutes, null, null),
        ["price-rule-update"] = new PriceRuleUpdate("screening", 1, 2, long.MaxValue, Instant.Always),
        ["price-rule-update-bare"] = new PriceRuleUpdate(PriceRule.AnyFocus, 0, 0, 0, null),
        ["audit-stamp"] = new AuditStamp("key-1", "company.put", "acme"),
        ["change-made"] = new ChangeOutcome(null, Created: true, Changed: true),
        ["change-refused"] = new ChangeOutcome("company_closed", Created: false, Changed: false),
        ["company-settings"] = new CompanySettings(
            new BillingHistory([new(Instant.Always, BillingSystem.Minutes), new(At, BillingSystem.Credits)]),
            Instant.Latest,
            new PriceRuleSet([new PriceRule("screening", 1, 1, 2, 3, Instant.Always), new PriceRule("screening", 2, 4, 5, 6, At)])),
        ["company-settings-plans"] = new CompanySettings(BillingHistory.Empty, null, PriceRuleSet.Empty)
        {
            Plans = new PlanHistory([new PlanAssignment("basic", Instant.Always), new PlanAssignment("pro", At)]),
        },
        ["entitlement-question"] = new EntitlementQuestion("screening", 604_800_000),
        ["entitlement-question-bare"] = new EntitlementQuestion(null, 0),
        ["entitlement"] = new Entitlement(true, null, BillingSystem.Credits, 5, long.MaxValue),
        ["entitlement-refused"] = new Entitlement(false, "company_closed", null, 0, null),
        ["transaction"] = Transaction,
        ["transaction-bare"] = Transaction with { Description = null, Reference = null },
        ["transaction-query"] = new TransactionQuery(At, Instant.Latest, new TransactionKey(At, "uc:credit_usage:2024-01-01", "acme"), 3, 100),
        ["transaction-query-bare"] = new TransactionQuery(null, null, null, 0, 10),
        ["transaction-page"] = new TransactionPage(7, [new(Transaction, -5), new(Transaction with { Currency = "EUR" }, null)]),
        ["plan-assignment-update"] = new PlanAssignmentUpdate("basic", At),
        ["plan-assignment-update-bare"] = new PlanAssignmentUpdate("basic", null),
        ["company-settings-bare"] = new CompanySettings(BillingHistory.Empty, null, PriceRuleSet.Empty),
        ["retryable"] = new RetryableException(RetryableFailure.UnknownOutcome, "It is not known."),
        ["unknown-company"] = new UnknownCompanyException("acme"),
        ["corrupted-ledger"] = new CorruptedLedgerException("acme", 7, "an entry is missing."),
        ["lines-query"] = Query,
        ["company-lines"] = Lines,
        ["company-lines-empty"] = NoLines,
        ["company-lines-plans"] = Lines with { Lines = [.. Lines.Lines.Select(l => l with { PlanId = "basic" })] },
        ["lines-query-plans"] = new LinesQuery(Query.Bounds, LineGroups.All | LineGroups.Plan),
        ["silo-lines-request"] = new SiloLinesRequest(["acme", "globex"], Query),
        ["silo-lines"] = new SiloLines([null, Lines, NoLines]),
        ["correction-request"] = Request,
        ["correction-request-bare"] = BareRequest,
        ["correction-call"] = new CorrectionCall([Request, BareRequest]),
        ["correction-made"] = new CorrectionOutcome(null, 0, Changed: true, [Correction]),
        ["correction-refused"] = CorrectionOutcome.Refused("already_voided", 3),
        ["row-query"] = new RowQuery
        {
            Range = Range,
            CostKey = "voice",
            Behind = new RowKey(At, 7),
            Skip = 20,
            Take = 10,
            WithCorrections = true,
        },
        ["row-query-bare"] = new RowQuery { Kind = RowKind.Corrections, Range = Range, Take = 0 },
        ["row-page"] = new RowPage(12, [Correction, Entry], [Correction]),
        ["row-query-versions"] = new RowQuery { Range = Range, Take = 2, KeysOnly = true, Versions = [9, 7] },
        ["row-page-keys"] = new RowPage(2, [], []) { Keys = [new RowKey(At, 9), new RowKey(Instant.Always, 7)] },
        ["row-page-empty"] = new RowPage(0, [], []),
        ["row-page-plans"] = new RowPage(1, [Entry], []) { Plans = new PlanHistory([new("basic", Instant.Always), new("pro", At)]) },
        ["event-record"] = new EventRecord(Entry, [Correction]),
        ["event-answer"] = new EventAnswer(new EventRecord(Entry, [])),
        ["event-answer-none"] = new EventAnswer(null),
        ["silo-request"] = new SiloReportsRequest(["acme", "globex"], Range, new KnownReports(Range, [7, KnownReports.NoReport])),
        ["silo-request-bare"] = new SiloReportsRequest(["acme"], Range),
        ["silo-reports"] = new SiloReports([SiloReport.NotHere, SiloReport.Unchanged, SiloReport.Of(Report), SiloReport.Of(EmptyReport)]),
    };
}
