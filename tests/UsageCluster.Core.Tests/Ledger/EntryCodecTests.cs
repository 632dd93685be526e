using System.Buffers;
using System.Text;
using UsageCluster.Core.Billing;
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

    public static readonly TheoryData<LedgerEntry> ControlEntries = [Switch, Closing, Reopening, Override, Assignment, Transaction, Adjustment, Close];

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
