using UsageCluster.Core.Events;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Pricing;

/// <summary>
/// What rating reads besides the company's own ledger: general price rules, the catalogue and plans, at one revision. Immutable.
/// </summary>
/// <param name="revision">Counts the changes of rules, catalogue and plans; an append is refused when it is stale (domain rule 13).</param>
/// <param name="generalRules">Rules of every company.</param>
/// <param name="costKeys">Every version of the catalogue's cost keys; <c>interview_minutes</c> is built in unless redefined.</param>
/// <param name="plans">The plans; null: none.</param>
public sealed class RateBook(long revision, PriceRuleSet generalRules, IEnumerable<CostKeyDefinition> costKeys, PlanSet? plans = null)
{
    /// <summary>The revision.</summary>
    public long Revision { get; } = revision;

    /// <summary>Rules of every company.</summary>
    public PriceRuleSet GeneralRules { get; } = generalRules;

    /// <summary>The latest definition of each cost key of the catalogue.</summary>
    public IReadOnlyDictionary<string, CostKeyDefinition> CostKeys { get; } =
        costKeys.GroupBy(k => k.CostKey, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(k => k.Version)!, StringComparer.Ordinal);

    /// <summary>Every version of the cost keys, by cost key (ordinal), then version.</summary>
    public IReadOnlyList<CostKeyDefinition> CostKeyVersions { get; } =
        [.. costKeys.OrderBy(k => k.CostKey, StringComparer.Ordinal).ThenBy(k => k.Version)];

    /// <summary>Every version of every plan.</summary>
    public PlanSet Plans { get; } = plans ?? PlanSet.Empty;

    /// <summary>Whether an event of this cost key counts as an interview; false outside the catalogue.</summary>
    public bool CountsAsInterview(string costKey) =>
        CostKeys.TryGetValue(costKey, out var definition) ? definition.CountsAsInterview : costKey == UsageEvent.DefaultCostKey;

    /// <summary>
    /// The first match of company + focus, company + <c>*</c>, general + focus, general + <c>*</c> in force at the instant;
    /// null if none is.
    /// </summary>
    public (PriceRule Rule, RuleRef Ref)? Find(PriceRuleSet companyRules, string? agentFocus, Instant at) =>
        FindIn(companyRules, ofCompany: true, agentFocus, at) ?? FindIn(GeneralRules, ofCompany: false, agentFocus, at);

    /// <summary>Whether a <c>*</c> rule, general or the company's, is in force at the instant and ever after.</summary>
    public bool CoversEveryFocusFrom(PriceRuleSet companyRules, Instant at) =>
        // A rule never ends but by a later one of the same focus, so one that is in force leaves no gap after it.
        companyRules.InForce(PriceRule.AnyFocus, at) is not null || GeneralRules.InForce(PriceRule.AnyFocus, at) is not null;

    private static (PriceRule Rule, RuleRef Ref)? FindIn(PriceRuleSet rules, bool ofCompany, string? agentFocus, Instant at)
    {
        if (agentFocus is not null && agentFocus != PriceRule.AnyFocus && rules.InForce(agentFocus, at) is { } own)
            return (own, new RuleRef(ofCompany, AnyFocus: false, own.Version));
        return rules.InForce(PriceRule.AnyFocus, at) is { } any ? (any, new RuleRef(ofCompany, AnyFocus: true, any.Version)) : null;
    }
}
