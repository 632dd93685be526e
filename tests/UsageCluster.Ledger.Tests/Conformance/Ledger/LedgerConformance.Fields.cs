using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Every_field_of_a_usage_entry_comes_back_as_it_was()
    {
        var (id, head) = await ActivateNewAsync();
        var entries = UsageEntriesOfEveryShape(id).Select((e, i) => Samples.Chained(e with { Version = i + 1 })).ToArray();

        await AppendAsync(RequestOf(head, entries));

        Assert.Equal(entries.Select(e => e.Entry), (await ReadAllAsync(head.CompanyNo)).Select(e => e.Entry));
        var ids = entries.Select(e => ((UsageEntry)e.Entry).Event.EventId).ToArray();
        var found = await Ledger.FindEventsAsync(head.CompanyNo, ids, CancellationToken.None);
        Assert.Equal(entries.Select(e => e.Entry), found.OrderBy(e => e.Version));
    }

    [Fact]
    public async Task Control_entries_come_back_as_they_were_between_events()
    {
        var (id, head) = await ActivateNewAsync();
        var instant = new Instant(638_768_160_000_000_001);
        var transaction = new BillingTransaction
        {
            Id = "пополнение",
            Type = TransactionType.Overage,
            AmountMicro = long.MinValue,
            Currency = "EUR",
            CreatedAt = instant,
            Reference = "2024-01",
        };
        LedgerEntry[] entries =
        [
            new SwitchEntry { Version = 1, RecordedAt = instant, At = Instant.Always, System = BillingSystem.Minutes },
            Samples.Usage(id, 2, "a").Entry,
            new SwitchEntry { Version = 3, RecordedAt = instant, At = instant, System = BillingSystem.Credits },
            new ClosingEntry { Version = 4, RecordedAt = instant, ClosedAt = instant },
            new ClosingEntry { Version = 5, RecordedAt = instant, ClosedAt = null },
            new PriceOverrideEntry
            {
                Version = 6, RecordedAt = instant, Rule = new PriceRule("sales", 3, 1, long.MaxValue, 2_500_000, Instant.Always),
            },
            Samples.Usage(id, 7, "b").Entry,
            new PlanAssignmentEntry { Version = 8, RecordedAt = instant, PlanId = "basic", Since = instant },
            new TransactionEntry { Version = 9, RecordedAt = instant, Transaction = transaction, AdjustedMonth = new CalendarMonth(2024, 1).Number },
            new MonthCloseEntry { Version = 10, RecordedAt = instant, Through = new CalendarMonth(2024, 1), Transactions = [transaction] },
        ];

        await AppendAsync(RequestOf(head, [.. entries.Select(Samples.Chained)]));

        Assert.Equal(entries, (await ReadAllAsync(head.CompanyNo)).Select(e => e.Entry));
    }

    private static IEnumerable<UsageEntry> UsageEntriesOfEveryShape(string companyId)
    {
        var plain = (UsageEntry)Samples.Usage(companyId, 1, "plain").Entry;
        yield return plain;
        yield return plain with
        {
            RecordedAt = Instant.Latest,
            System = BillingSystem.Credits,
            Quantity = long.MaxValue,
            CountsAsInterview = false,
            Rule = new RuleRef(OfCompany: true, AnyFocus: true, int.MaxValue),
            Event = plain.Event with
            {
                EventId = "full",
                OccurredAt = new Instant(Instant.Earliest.Ticks + 1),
                OccurredAtAssumed = true,
                DurationMs = EventLimits.DurationMsMax,
                CostKey = new string('k', Identifiers.TokenLengthMax),
                AgentFocus = "Sales.Agent-1_x",
                InterviewId = "Gespräch 面试 🎤",
                Direction = Direction.Other,
                Resolution = Resolution.Other,
                IsTest = true,
            },
        };
        yield return plain with { Quantity = long.MinValue, Event = plain.Event with { EventId = "zero", DurationMs = 0, OccurredAt = Instant.Latest } };
        foreach (var rule in new[] { new RuleRef(true, false, 1), new RuleRef(false, true, 2), new RuleRef(false, false, 3) })
            yield return plain with { System = BillingSystem.Credits, Rule = rule, Event = plain.Event with { EventId = $"rule-{rule.Version}" } };
        foreach (var direction in Enum.GetValues<Direction>())
            yield return plain with { Event = plain.Event with { EventId = $"direction-{direction}", Direction = direction } };
        foreach (var resolution in Enum.GetValues<Resolution>())
            yield return plain with { Event = plain.Event with { EventId = $"resolution-{resolution}", Resolution = resolution } };
        // Tokens that differ by case alone are different ones.
        yield return plain with { Event = plain.Event with { EventId = "upper", CostKey = "KEY", AgentFocus = "FOCUS" } };
        yield return plain with { Event = plain.Event with { EventId = "lower", CostKey = "key", AgentFocus = "focus" } };
    }
}
