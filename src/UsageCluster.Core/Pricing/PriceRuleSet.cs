using UsageCluster.Core.Time;

namespace UsageCluster.Core.Pricing;

/// <summary>The versions of price rules in one scope (general, or one company's overrides). Immutable.</summary>
public sealed class PriceRuleSet
{
    /// <summary>No rules.</summary>
    public static readonly PriceRuleSet Empty = new([]);

    private readonly PriceRule[] _rules;

    // Of each focus, in order of effective instant, then version: the last one that is not later than an instant is in force.
    private readonly Dictionary<string, PriceRule[]> _byFocus;

    /// <summary>A set of rules in any order.</summary>
    public PriceRuleSet(IEnumerable<PriceRule> rules)
    {
        _rules = [.. rules];
        Array.Sort(_rules, static (a, b) =>
        {
            var order = string.CompareOrdinal(a.AgentFocus, b.AgentFocus);
            return order != 0 ? order : a.Version.CompareTo(b.Version);
        });
        _byFocus = _rules.GroupBy(r => r.AgentFocus, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.OrderBy(r => r.EffectiveFrom).ThenBy(r => r.Version).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Every rule, by focus (ordinal), then version.</summary>
    public IReadOnlyList<PriceRule> Rules => _rules;

    /// <summary>
    /// The rule of exactly this focus in force at the instant: the one that became effective last, of equal ones the
    /// highest version; null if none is.
    /// </summary>
    public PriceRule? InForce(string agentFocus, Instant at)
    {
        if (!_byFocus.TryGetValue(agentFocus, out var rules))
            return null;
        for (var i = rules.Length - 1; i >= 0; i--)
        {
            if (rules[i].EffectiveFrom <= at)
                return rules[i];
        }

        return null;
    }

    /// <summary>The set with one more rule.</summary>
    public PriceRuleSet With(PriceRule rule) => new(_rules.Append(rule));
}
