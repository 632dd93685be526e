using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>A price rule as an administrator gives it; amounts in millionths, never negative.</summary>
/// <param name="AgentFocus">The focus, or <c>*</c>.</param>
/// <param name="BaseCostMicro">Credits per event.</param>
/// <param name="IncludedMinutesMicro">Minutes that the base cost covers.</param>
/// <param name="CostPerMinuteMicro">Credits per further minute.</param>
/// <param name="EffectiveFrom">From when; null: always for the first rule of the focus, now after.</param>
public sealed record PriceRuleUpdate(
    string AgentFocus, long BaseCostMicro, long IncludedMinutesMicro, long CostPerMinuteMicro, Instant? EffectiveFrom)
{
    /// <summary>
    /// What the update adds to the rules of its scope. It repeats, and adds nothing, where the rule with its amounts is the one in force now
    /// (no instant given) or the newest of its instant: of rules for one instant that one is in force.
    /// </summary>
    public PriceRuleVersion Among(PriceRuleSet rules, Instant now)
    {
        PriceRule? latest = null, latestOfInstant = null;
        foreach (var rule in rules.Rules)
        {
            if (rule.AgentFocus != AgentFocus)
                continue;
            latest = rule;
            if (rule.EffectiveFrom == EffectiveFrom)
                latestOfInstant = rule;
        }

        var repeated = EffectiveFrom is null ? rules.InForce(AgentFocus, now) : latestOfInstant;
        if (repeated is not null && HasAmountsOf(repeated))
            return new PriceRuleVersion(repeated, latest, IsRepeat: true);
        var added = new PriceRule(
            AgentFocus, (latest?.Version ?? 0) + 1, BaseCostMicro, IncludedMinutesMicro, CostPerMinuteMicro,
            EffectiveFrom ?? (latest is null ? Instant.Always : now));
        return new PriceRuleVersion(added, latest, IsRepeat: false);
    }

    /// <summary>Whether the rule has the amounts that are asked for.</summary>
    public bool HasAmountsOf(PriceRule rule) =>
        rule.BaseCostMicro == BaseCostMicro && rule.IncludedMinutesMicro == IncludedMinutesMicro && rule.CostPerMinuteMicro == CostPerMinuteMicro;
}
