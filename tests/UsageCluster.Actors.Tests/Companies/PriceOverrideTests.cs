using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class PriceOverrideTests
{
    private static readonly PriceRuleUpdate Sales = new("sales", 1_500_000, 10_000_000, 250_000, null);
    private static readonly Instant Later = TestNode.Now.Plus(TimeSpan.FromSeconds(5));

    [Fact]
    public void The_first_rule_of_a_focus_holds_always_and_the_next_one_from_now()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            var first = await actor.OverridePriceAsync(Sales, TestNode.Stamp);
            node.Time.Advance(TimeSpan.FromSeconds(5));
            var second = await actor.OverridePriceAsync(Sales with { CostPerMinuteMicro = 300_000 }, TestNode.Stamp);
            var other = await actor.OverridePriceAsync(Sales with { AgentFocus = PriceRule.AnyFocus }, TestNode.Stamp);

            Assert.Equal(new ChangeOutcome(null, Created: true, Changed: true), first);
            Assert.Equal(new ChangeOutcome(null, Created: false, Changed: true), second);
            Assert.Equal(new ChangeOutcome(null, Created: true, Changed: true), other);
            Assert.Equal(
                [
                    new PriceRule(PriceRule.AnyFocus, 1, 1_500_000, 10_000_000, 250_000, Instant.Always),
                    new PriceRule("sales", 1, 1_500_000, 10_000_000, 250_000, Instant.Always),
                    new PriceRule("sales", 2, 1_500_000, 10_000_000, 300_000, Later),
                ],
                actor.Settings.PriceOverrides.Rules);
        });
    }

    [Fact]
    public void The_audit_record_holds_the_latest_version_before_and_the_new_one()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.OverridePriceAsync(Sales, TestNode.Stamp);
            await actor.OverridePriceAsync(Sales with { BaseCostMicro = 2, EffectiveFrom = Later }, TestNode.Stamp);

            Assert.Null(node.Ledger.Audit[0].BeforeJson);
            const string first = """{"agentFocus":"sales","baseCost":1.5,"includedMinutes":10,"costPerMinute":0.25,"effectiveFrom":null,"version":1}""";
            Assert.Equal(first, node.Ledger.Audit[0].AfterJson);
            Assert.Equal(first, node.Ledger.Audit[1].BeforeJson);
            Assert.Equal(
                """{"agentFocus":"sales","baseCost":0.000002,"includedMinutes":10,"costPerMinute":0.25,"effectiveFrom":"2025-06-01T12:00:05Z","version":2}""",
                node.Ledger.Audit[1].AfterJson);
        });
    }

    [Fact]
    public void Repeats_change_nothing()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var dated = Sales with { BaseCostMicro = 2, EffectiveFrom = Later };
            await actor.OverridePriceAsync(Sales, TestNode.Stamp);
            Assert.False((await actor.OverridePriceAsync(Sales, TestNode.Stamp)).Changed);
            await actor.OverridePriceAsync(dated, TestNode.Stamp);

            Assert.False((await actor.OverridePriceAsync(dated, TestNode.Stamp)).Changed);
            Assert.False((await actor.OverridePriceAsync(Sales, TestNode.Stamp)).Changed);
            Assert.False((await actor.OverridePriceAsync(Sales with { EffectiveFrom = Instant.Always }, TestNode.Stamp)).Changed);
            Assert.Equal(2, actor.Settings.PriceOverrides.Rules.Count);
        });
    }

    [Fact]
    public void Amounts_asked_for_from_now_on_hold_from_now_on_though_a_later_rule_has_them()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var raised = Sales with { BaseCostMicro = 9 };
            await actor.OverridePriceAsync(Sales, TestNode.Stamp);
            await actor.OverridePriceAsync(raised with { EffectiveFrom = Later }, TestNode.Stamp);

            Assert.True((await actor.OverridePriceAsync(raised, TestNode.Stamp)).Changed);

            Assert.Equal(9, actor.Settings.PriceOverrides.InForce("sales", TestNode.Now)?.BaseCostMicro);
            Assert.False((await actor.OverridePriceAsync(raised, TestNode.Stamp)).Changed);
        });
    }

    [Fact]
    public void A_rule_for_an_instant_is_repeated_only_if_it_is_the_one_in_force_there()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var dated = Sales with { EffectiveFrom = Later };
            await actor.OverridePriceAsync(dated, TestNode.Stamp);
            await actor.OverridePriceAsync(dated with { BaseCostMicro = 9 }, TestNode.Stamp);

            Assert.True((await actor.OverridePriceAsync(dated, TestNode.Stamp)).Changed);

            Assert.Equal(3, actor.Settings.PriceOverrides.InForce("sales", Later)?.Version);
        });
    }

    [Fact]
    public void Events_after_the_answer_are_rated_by_the_override()
    {
        var ledger = new InMemoryLedger();
        ledger.AddRule(new PriceRule(PriceRule.AnyFocus, 1, 7, 0, 0, Instant.Always));
        ledger.Create(TestNode.Company, BillingSystem.Credits);
        var node = new TestNode(ledger: ledger);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("general"));

            await actor.OverridePriceAsync(new PriceRuleUpdate(PriceRule.AnyFocus, 8, 0, 0, null), TestNode.Stamp);
            await actor.RecordAsync(TestNode.Event("own"));

            Assert.Equal(7, ledger.Of(TestNode.Company).Events["general"].Quantity);
            Assert.Equal(8, ledger.Of(TestNode.Company).Events["own"].Quantity);
            Assert.Equal(new RuleRef(OfCompany: true, AnyFocus: true, 1), ledger.Of(TestNode.Company).Events["own"].Rule);
        });
    }

    [Fact]
    public void A_stale_activation_does_not_say_that_a_rule_is_there_already()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            await older.OverridePriceAsync(Sales, TestNode.Stamp);
            var newer = await node.ActivateAsync();
            await newer.OverridePriceAsync(Sales with { BaseCostMicro = 9 }, TestNode.Stamp);

            var failure = await Assert.ThrowsAsync<RetryableException>(() => older.OverridePriceAsync(Sales, TestNode.Stamp));

            Assert.Equal(RetryableFailure.Fenced, failure.Failure);
        });
    }

    private static TestNode Node()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
