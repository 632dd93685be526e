using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Pricing;

public class RateBookTests
{
    private static readonly PriceRuleSet Overrides = new([Make.Rule("sales", 7), Make.Rule("*", 8, from: At.Tick(10))]);

    private static readonly RateBook General = Make.Rates(Make.Rule("sales", 1), Make.Rule("support", 2), Make.Rule("*", 3));

    [Theory]
    [InlineData("sales", 20, true, false, 7)]
    [InlineData("support", 20, true, true, 8)]
    [InlineData(null, 20, true, true, 8)]
    [InlineData("sales", 5, true, false, 7)]
    [InlineData("support", 5, false, false, 2)]
    [InlineData("other", 5, false, true, 3)]
    [InlineData(null, 5, false, true, 3)]
    public void The_first_match_rates(string? focus, long tick, bool ofCompany, bool anyFocus, int version)
    {
        var found = General.Find(Overrides, focus, At.Tick(tick));
        Assert.Equal(new RuleRef(ofCompany, anyFocus, version), found?.Ref);
        Assert.Equal(version, found?.Rule.Version);
    }

    [Fact]
    public void Without_a_rule_in_force_there_is_no_match()
    {
        var rates = Make.Rates(Make.Rule("sales", 1, from: At.Tick(1)));
        Assert.Null(rates.Find(PriceRuleSet.Empty, "sales", At.Tick(0)));
        Assert.Null(rates.Find(PriceRuleSet.Empty, "support", At.Tick(1)));
        Assert.Null(rates.Find(PriceRuleSet.Empty, null, At.Tick(1)));
    }

    [Fact]
    public void Interview_minutes_are_built_in_and_count()
    {
        Assert.True(Make.Rates().CountsAsInterview(UsageEvent.DefaultCostKey));
        Assert.False(Make.Rates().CountsAsInterview("unheard_of"));
    }

    [Fact]
    public void The_catalogue_says_what_counts_and_may_redefine_interview_minutes()
    {
        var rates = new RateBook(1, PriceRuleSet.Empty,
        [
            new CostKeyDefinition { CostKey = "screening", CountsAsInterview = true },
            new CostKeyDefinition { CostKey = UsageEvent.DefaultCostKey, CountsAsInterview = false },
        ]);
        Assert.True(rates.CountsAsInterview("screening"));
        Assert.False(rates.CountsAsInterview("Screening"));
        Assert.False(rates.CountsAsInterview(UsageEvent.DefaultCostKey));
    }

    [Fact]
    public void Every_focus_is_covered_from_where_a_rule_for_any_is_in_force()
    {
        var rates = Make.Rates(Make.Rule("sales", 1), Make.Rule("*", 1, from: At.Tick(10)));
        Assert.False(rates.CoversEveryFocusFrom(PriceRuleSet.Empty, At.Tick(9)));
        Assert.True(rates.CoversEveryFocusFrom(PriceRuleSet.Empty, At.Tick(10)));
        Assert.True(rates.CoversEveryFocusFrom(new PriceRuleSet([Make.Rule("*", 1, from: At.Tick(5))]), At.Tick(5)));
        Assert.False(rates.CoversEveryFocusFrom(new PriceRuleSet([Make.Rule("sales", 1)]), At.Tick(5)));
    }
}
