using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class PlanAssignmentTests
{
    private static readonly PlanVersion Basic = new()
    {
        PlanId = "basic",
        Version = 1,
        Since = Instant.Always,
        Name = "Basic",
        MonthlyFeeMicro = 10_000_000,
        Currency = "EUR",
        Unit = BillingSystem.Minutes,
        IncludedMicro = 0,
        PriceMicro = 0,
        BillingIncrementSeconds = 60,
    };

    [Fact]
    public void A_plan_holds_from_now_on_or_from_the_instant_given_and_survives_a_recovery()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            var first = await actor.AssignPlanAsync(new("basic", null), TestNode.Stamp);
            var second = await actor.AssignPlanAsync(new("pro", TestNode.Now.Plus(TimeSpan.FromDays(1))), TestNode.Stamp);

            Assert.Equal(new ChangeOutcome(null, Created: true, Changed: true), first);
            Assert.Equal(new ChangeOutcome(null, Created: false, Changed: true), second);
            PlanAssignment[] expected = [new("basic", TestNode.Now), new("pro", TestNode.Now.Plus(TimeSpan.FromDays(1)))];
            Assert.Equal(expected, actor.Settings.Plans.Assignments.AsEnumerable());
            Assert.Equal(expected, (await node.ActivateAsync()).Settings.Plans.Assignments.AsEnumerable());
            Assert.Null(node.Ledger.Audit[0].BeforeJson);
            Assert.Equal(
                """{"planId":"basic","effectiveFrom":"2025-06-01T12:00:00Z","assignments":[{"planId":"basic","effectiveFrom":"2025-06-01T12:00:00Z"}]}""",
                node.Ledger.Audit[1].BeforeJson);
        });
    }

    [Fact]
    public void Repeats_change_nothing_and_what_is_announced_stays()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.AssignPlanAsync(new("basic", null), TestNode.Stamp);
            await actor.AssignPlanAsync(new("pro", TestNode.Now.Plus(TimeSpan.FromDays(1))), TestNode.Stamp);
            node.Time.Advance(TimeSpan.FromSeconds(5));

            Assert.False((await actor.AssignPlanAsync(new("basic", null), TestNode.Stamp)).Changed);
            Assert.False((await actor.AssignPlanAsync(new("pro", TestNode.Now.Plus(TimeSpan.FromDays(2))), TestNode.Stamp)).Changed);
            Assert.Equal(2, actor.Settings.Plans.Assignments.Length);

            Assert.True((await actor.AssignPlanAsync(new("basic", TestNode.Now), TestNode.Stamp)).Changed);
            Assert.Single(actor.Settings.Plans.Assignments);
        });
    }

    [Fact]
    public void A_plan_that_does_not_exist_is_no_plan_and_one_just_made_elsewhere_is()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            Assert.Equal("unknown_plan", (await actor.AssignPlanAsync(new("new", null), TestNode.Stamp)).ErrorCode);

            node.Ledger.AddPlan(Basic with { PlanId = "new" });

            Assert.True((await actor.AssignPlanAsync(new("new", null), TestNode.Stamp)).Changed);
        });
    }

    [Fact]
    public void Events_are_rounded_up_by_the_plan_and_never_by_a_version_before_a_change_that_was_answered()
    {
        var node = Node();
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Event("before", durationMs: 61_000));
            await actor.AssignPlanAsync(new("basic", Instant.Always), TestNode.Stamp);
            await actor.RecordAsync(TestNode.Event("after", durationMs: 61_000));

            node.Ledger.AddPlan(Basic with { Version = 2, Since = TestNode.Now.Plus(TimeSpan.FromHours(-2)), BillingIncrementSeconds = 6 });
            await actor.RecordAsync(TestNode.Event("newer", durationMs: 61_000));
            await actor.RecordAsync(TestNode.Event("older", hoursAgo: 3, durationMs: 61_000));

            var events = node.Ledger.Of(TestNode.Company).Events;
            Assert.Equal([61_000, 120_000, 66_000, 120_000], new[] { "before", "after", "newer", "older" }.Select(id => events[id].Quantity));
        });
    }

    [Fact]
    public void A_stale_activation_does_not_say_that_the_plan_is_assigned_already()
    {
        var node = Node();
        node.Run(async () =>
        {
            var older = await node.ActivateAsync();
            await older.AssignPlanAsync(new("basic", Instant.Always), TestNode.Stamp);
            var newer = await node.ActivateAsync();
            await newer.AssignPlanAsync(new("pro", Instant.Always), TestNode.Stamp);

            var failure = await Assert.ThrowsAsync<RetryableException>(() => older.AssignPlanAsync(new("basic", Instant.Always), TestNode.Stamp));

            Assert.Equal(RetryableFailure.Fenced, failure.Failure);
        });
    }

    private static TestNode Node()
    {
        var ledger = new InMemoryLedger();
        ledger.AddPlan(Basic);
        ledger.AddPlan(Basic with { PlanId = "pro" });
        ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return new TestNode(ledger: ledger);
    }
}
