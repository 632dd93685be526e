using System.Buffers;
using System.Text;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Tests.Ledger;

public class EntryCodecTests
{
    internal static readonly UsageEntry Usage = new()
    {
        Version = 7,
        RecordedAt = At.Tick(1),
        Event = new UsageEvent
        {
            EventId = "e-1",
            CompanyId = "acme",
            OccurredAt = At.Tick(0),
            DurationMs = 90_500,
            AgentFocus = "sales",
            InterviewId = "Gespräch 1",
            Direction = Direction.Outbound,
            Resolution = Resolution.Answered,
        },
        System = BillingSystem.Credits,
        Quantity = 1_508_333,
        CountsAsInterview = true,
        Rule = new RuleRef(OfCompany: true, AnyFocus: false, Version: 3),
    };

    private static readonly SwitchEntry Switch = Make.Switch(2, BillingSystem.Credits, At.Tick(5));
    private static readonly ClosingEntry Closing = Make.Closing(3, At.Tick(6));
    private static readonly ClosingEntry Reopening = Make.Closing(4, null);
    private static readonly PriceOverrideEntry Override = Make.Override(5, Make.Rule("*", 2, 1_000_000, 2_500_000, 3, At.Tick(7)));

    private static readonly PlanAssignmentEntry Assignment = Make.Assign(6, "basic", At.Tick(8));

    private static readonly TransactionEntry Transaction = new()
    {
        Version = 7,
        RecordedAt = At.Tick(1),
        Transaction = new BillingTransaction
        {
            Id = "order 1",
            Type = TransactionType.TopUp,
            AmountMicro = -1,
            Currency = BillingTransaction.Credits,
            CreatedAt = At.Tick(2),
            Description = "Bestellung",
        },
    };

    private static readonly TransactionEntry Adjustment = Transaction with { Version = 8, AdjustedMonth = new CalendarMonth(2026, 1).Number };

    private static readonly MonthCloseEntry Close = new()
    {
        Version = 9,
        RecordedAt = At.Tick(1),
        Through = new CalendarMonth(2026, 1),
        Transactions = [Transaction.Transaction with { Type = TransactionType.PlanFee, Reference = "2026-01" }],
    };

    private static readonly CorrectionEntry Correction = new()
    {
        Version = 9,
        RecordedAt = At.Tick(9),
        Request = new CorrectionRequest
        {
            CorrectionId = "c-1",
            EventId = "e-1",
            Kind = CorrectionKind.Adjust,
            Reason = "Nachtrag ü",
            DurationMs = 1,
            CostKey = "other",
            AgentFocus = "tech",
        },
        EventVersion = 7,
        PreviousVersion = 8,
        OccurredAt = At.Tick(0),
        IsTest = false,
        Before = BookedUse.Of(Usage),
        After = new BookedUse(
            LineKey.Of(Usage.Event, BillingSystem.Credits) with { CostKey = "other", AgentFocus = "tech" }, 1, 2, false, new RuleRef(false, true, 4)),
    };

    private static readonly CorrectionEntry Voiding = Correction with
    {
        Request = new CorrectionRequest { CorrectionId = "c-2", EventId = "e-1", Kind = CorrectionKind.Void, Reason = "r" },
        PreviousVersion = 0,
        After = null,
    };

    public static readonly TheoryData<LedgerEntry> ControlEntries = [Switch, Closing, Reopening, Override, Assignment, Transaction, Adjustment, Close, Correction, Voiding];

    public static readonly TheoryData<LedgerEntry> AllEntries = [Usage, Switch, Closing, Reopening, Override, Assignment, Transaction, Adjustment, Close, Correction, Voiding];

    [Theory]
    [MemberData(nameof(AllEntries))]
    public void Canonical_bytes_come_back_as_their_entry_and_nothing_else_does(LedgerEntry entry)
    {
        var bytes = Convert.FromHexString(Hex(entry));
        Assert.Equal(entry, EntryCodec.ReadCanonical(bytes));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => EntryCodec.ReadCanonical(bytes.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => EntryCodec.ReadCanonical([.. bytes, 0]));
    }

    [Fact]
    public void The_longest_correction_fits()
    {
        var (id, focus) = (string.Concat(Enumerable.Repeat("\U00020000", 256)), new string('f', 64));
        var use = Correction.Before with { Line = Correction.Before.Line with { CostKey = focus, AgentFocus = focus } };
        var longest = Correction with
        {
            Request = Correction.Request with { CorrectionId = id, EventId = id, Reason = id[..400], CostKey = focus, AgentFocus = focus },
            Before = use,
            After = use,
        };
        Assert.Equal(longest, EntryCodec.ReadCanonical(Convert.FromHexString(Hex(longest))));
        Assert.Equal(32, HashChain.Next(new byte[32], longest).Length);
    }

    [Fact]
    public void Ids_are_unique_by_kind()
    {
        Assert.Equal("e-1", Usage.UniqueId);
        Assert.Equal("\u0001cc-1", Correction.UniqueId);
        Assert.Null(Closing.UniqueId);
        Assert.False(Identifiers.IsEventId(Correction.UniqueId));
    }

    [Fact]
    public void The_canonical_bytes_of_format_1_stay_as_they_are()
    {
        Assert.Equal(
            "0101000000000000000708DE48C8B4F8000100000003652D310000000461636D6508DE48C8B4F80000000000000000016184"
            + "00000011696E746572766965775F6D696E75746573010000000573616C6573010000000B4765737072C3A463682031020200"
            + "0200000000001703ED0101010000000003", Hex(Usage));
        Assert.Equal("0102000000000000000208DE48C8B4F8000008DE48C8B4F8000502", Hex(Switch));
        Assert.Equal("0103000000000000000308DE48C8B4F800000108DE48C8B4F80006", Hex(Closing));
        Assert.Equal("0103000000000000000408DE48C8B4F8000000", Hex(Reopening));
        Assert.Equal(
            "0104000000000000000508DE48C8B4F80000000000012A0000000200000000000F424000000000002625A000000000000000"
            + "0308DE48C8B4F80007", Hex(Override));
        Assert.Equal("0106000000000000000608DE48C8B4F8000000000005626173696308DE48C8B4F80008", Hex(Assignment));
        Assert.Equal(
            "0105000000000000000908DE48C8B4F8000900000003632D3100000003652D31020000000B4E6163687472616720C3BC0100"
            + "0000000000000101000000056F746865720100000004746563680000000000000007000000000000000808DE48C8B4F80000"
            + "000200000011696E746572766965775F6D696E75746573010000000573616C65730202000000000001618400000000001703"
            + "ED010101000000000301000000056F7468657201000000047465636802020000000000000001000000000000000200010001"
            + "00000004", Hex(Correction));
        Assert.Equal(
            "0105000000000000000908DE48C8B4F8000900000003632D3200000003652D31010000000172000000000000000000000700"
            + "0000000000000008DE48C8B4F80000000200000011696E746572766965775F6D696E75746573010000000573616C65730202"
            + "000000000001618400000000001703ED010101000000000300", Hex(Voiding));
    }

    [Fact]
    public void The_payloads_of_format_1_stay_as_they_are()
    {
        Assert.Equal("0108DE48C8B4F8000502", Convert.ToHexString(EntryCodec.EncodePayload(Switch)));
        Assert.Equal("010108DE48C8B4F80006", Convert.ToHexString(EntryCodec.EncodePayload(Closing)));
        Assert.Equal("0100", Convert.ToHexString(EntryCodec.EncodePayload(Reopening)));
        Assert.Equal(
            "01000000012A0000000200000000000F424000000000002625A0000000000000000308DE48C8B4F80007",
            Convert.ToHexString(EntryCodec.EncodePayload(Override)));
        Assert.Equal("0100000005626173696308DE48C8B4F80008", Convert.ToHexString(EntryCodec.EncodePayload(Assignment)));
    }

    [Fact]
    public void Whatever_differs_gives_other_bytes()
    {
        var e = Usage.Event;
        UsageEntry Of(UsageEvent report) => Usage with { Event = report };
        LedgerEntry[] entries =
        [
            Usage, Usage with { Version = 8 }, Usage with { RecordedAt = At.Tick(2) }, Usage with { System = BillingSystem.Minutes },
            Usage with { Quantity = 0 }, Usage with { CountsAsInterview = false }, Usage with { Rule = null },
            Usage with { Rule = new RuleRef(false, false, 3) }, Usage with { Rule = new RuleRef(true, true, 3) },
            Usage with { Rule = new RuleRef(true, false, 4) }, Of(e with { EventId = "e-2" }), Of(e with { CompanyId = "acme2" }),
            Of(e with { EventId = "e-1a", CompanyId = "cme" }), Of(e with { OccurredAt = At.Tick(1) }), Of(e with { OccurredAtAssumed = true }),
            Of(e with { DurationMs = 1 }), Of(e with { CostKey = "other" }), Of(e with { AgentFocus = null }), Of(e with { AgentFocus = "" }),
            Of(e with { AgentFocus = null, InterviewId = "sales" }), Of(e with { AgentFocus = "salesG", InterviewId = "espräch 1" }),
            Of(e with { InterviewId = null }), Of(e with { InterviewId = "Gespra\u0308ch 1" }), Of(e with { Direction = null }),
            Of(e with { Direction = Direction.Inbound }), Of(e with { Resolution = null }), Of(e with { Resolution = Resolution.Other }),
            Of(e with { IsTest = true }), Switch, Closing, Reopening, Override, Closing with { Version = Reopening.Version },
            Correction, Voiding, Correction with { EventVersion = 6 }, Correction with { PreviousVersion = 0 }, Correction with { IsTest = true },
            Correction with { OccurredAt = At.Tick(1) }, Correction with { After = null }, Correction with { Before = Correction.After! },
            Correction with { Request = Correction.Request with { DurationMs = null } },
            Correction with { Request = Correction.Request with { CostKey = null } },
            Correction with { Request = Correction.Request with { AgentFocus = null } },
            Correction with { Request = Correction.Request with { Reason = "" } },
            Correction with { Request = Correction.Request with { Kind = CorrectionKind.Void } },
        ];
        Assert.Equal(entries.Length, entries.Select(Hex).Distinct().Count());
    }

    [Fact]
    public void A_text_that_is_no_unicode_is_refused_for_it_could_equal_another() =>
        Assert.ThrowsAny<ArgumentException>(() => Hex(Usage with { Event = Usage.Event with { InterviewId = "\ud800" } }));

    [Fact]
    public void The_longest_entry_fits()
    {
        var longest = Usage with
        {
            Event = Usage.Event with
            {
                EventId = string.Concat(Enumerable.Repeat("\U00020000", 256)),
                InterviewId = new string('\u4e00', 256),
                CompanyId = new string('c', 64),
                CostKey = new string('k', 64),
                AgentFocus = new string('f', 64),
            },
        };
        Assert.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes(longest.Event.EventId)), Hex(longest));
        Assert.Equal(32, HashChain.Next(new byte[32], longest).Length);
    }

    [Theory]
    [MemberData(nameof(ControlEntries))]
    public void A_payload_comes_back_as_its_entry(LedgerEntry entry) =>
        Assert.Equal(entry, EntryCodec.DecodePayload(entry.Kind, entry.Version, entry.RecordedAt, EntryCodec.EncodePayload(entry)));

    [Theory]
    [MemberData(nameof(ControlEntries))]
    public void A_payload_cut_off_with_more_behind_it_or_of_another_format_is_refused(LedgerEntry entry)
    {
        var payload = EntryCodec.EncodePayload(entry);
        for (var length = 0; length < payload.Length; length++)
            AssertForeign(entry.Kind, payload[..length]);
        AssertForeign(entry.Kind, [.. payload, 0]);
        payload[0] = 2;
        AssertForeign(entry.Kind, payload);
    }

    [Fact]
    public void A_payload_with_values_out_of_range_is_refused()
    {
        var payload = EntryCodec.EncodePayload(Switch);
        payload[^1] = 3;
        AssertForeign(EntryKind.Switch, payload);
        payload = EntryCodec.EncodePayload(Switch);
        payload[1] = 0xFF;
        AssertForeign(EntryKind.Switch, payload);
        AssertForeign(EntryKind.PriceOverride, EntryCodec.EncodePayload(Override with { Rule = Override.Rule with { BaseCostMicro = -1 } }));
        AssertForeign(EntryKind.Usage, payload);
        AssertForeign((EntryKind)9, payload);
    }

    [Fact]
    public void A_usage_entry_has_no_payload() => Assert.Throws<ArgumentException>(() => EntryCodec.EncodePayload(Usage));

    private static void AssertForeign(EntryKind kind, byte[] payload) =>
        Assert.Throws<InvalidDataException>(() => EntryCodec.DecodePayload(kind, 1, At.Start, payload));

    private static string Hex(LedgerEntry entry)
    {
        var writer = new ArrayBufferWriter<byte>();
        EntryCodec.WriteCanonical(entry, writer);
        return Convert.ToHexString(writer.WrittenSpan);
    }
}
