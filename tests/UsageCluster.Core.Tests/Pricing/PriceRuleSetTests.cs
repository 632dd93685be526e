using FsCheck.Fluent;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Pricing;

public class PriceRuleSetTests
{
    [Fact]
    public void The_rule_that_became_effective_last_is_in_force()
    {
        var set = new PriceRuleSet(
            [Make.Rule("sales", 1), Make.Rule("sales", 2, from: At.Tick(10)), Make.Rule("sales", 3, from: At.Tick(5))]);
        Assert.Equal(1, set.InForce("sales", At.Tick(4))?.Version);
        Assert.Equal(3, set.InForce("sales", At.Tick(5))?.Version);
        Assert.Equal(3, set.InForce("sales", At.Tick(9))?.Version);
        Assert.Equal(2, set.InForce("sales", At.Tick(10))?.Version);
    }

    [Fact]
    public void Of_rules_from_the_same_instant_the_highest_version_is_in_force()
    {
        var set = new PriceRuleSet([Make.Rule("sales", 2, from: At.Tick(1)), Make.Rule("sales", 10, from: At.Tick(1))]);
        Assert.Equal(10, set.InForce("sales", At.Tick(1))?.Version);
    }

    [Fact]
    public void Before_its_first_rule_and_for_another_focus_nothing_is_in_force()
    {
        var set = new PriceRuleSet([Make.Rule("sales", 1, from: At.Tick(1))]);
        Assert.Null(set.InForce("sales", At.Tick(0)));
        Assert.Null(set.InForce("Sales", At.Tick(1)));
        Assert.Null(set.InForce(PriceRule.AnyFocus, At.Tick(1)));
        Assert.Null(PriceRuleSet.Empty.InForce("sales", At.Tick(1)));
    }

    [Fact]
    public void A_set_with_one_more_rule_leaves_the_first_as_it_was()
    {
        var before = new PriceRuleSet([Make.Rule("b", 1)]);
        var after = before.With(Make.Rule("a", 1));
        Assert.Equal(["b"], before.Rules.Select(r => r.AgentFocus));
        Assert.Equal(["a", "b"], after.Rules.Select(r => r.AgentFocus));
    }

    [Fact]
    public void Any_order_of_rules_gives_the_same_set() =>
        Law.Holds(
            from starts in Gen.Choose(0, 6).NonEmptyListOf()
            from asked in Gen.Choose(0, 7)
            from seed in Gen.Choose(0, int.MaxValue)
            select (starts, asked, seed),
            1000,
            c =>
            {
                var rules = c.starts.Select((start, i) => Make.Rule("sales", i + 1, from: At.Tick(start))).ToArray();
                Instant at = At.Tick(c.asked);
                PriceRule? expected = null;
                foreach (var rule in rules)
                {
                    if (rule.EffectiveFrom <= at && (expected is null || rule.EffectiveFrom >= expected.EffectiveFrom))
                        expected = rule;
                }

                new Random(c.seed).Shuffle(rules);
                Assert.Equal(expected, new PriceRuleSet(rules).InForce("sales", at));
                Assert.Equal(expected, rules.Aggregate(PriceRuleSet.Empty, (set, rule) => set.With(rule)).InForce("sales", at));
                Assert.Equal(Enumerable.Range(1, rules.Length), new PriceRuleSet(rules).Rules.Select(r => r.Version));
            });
}
