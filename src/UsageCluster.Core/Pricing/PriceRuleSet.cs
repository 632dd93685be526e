namespace UsageCluster.Core.Pricing;

/// <summary>The versions of price rules in one scope (general, or one company's overrides). Immutable.</summary>
public sealed class PriceRuleSet
{
    /// <summary>No rules.</summary>
    public static readonly PriceRuleSet Empty = new([]);

    /// <summary>A set of rules in any order.</summary>
    public PriceRuleSet(IEnumerable<PriceRule> rules) => throw new NotSupportedException();

    /// <summary>Every rule, by focus (ordinal), then version.</summary>
    public IReadOnlyList<PriceRule> Rules => throw new NotSupportedException();

    /// <summary>
    /// The rule of exactly this focus in force at the instant: the one that became effective last, of equal ones the
    /// highest version; null if none is.
    /// </summary>
    public PriceRule? InForce(string agentFocus, Time.Instant at) => throw new NotSupportedException();

    /// <summary>The set with one more rule.</summary>
    public PriceRuleSet With(PriceRule rule) => throw new NotSupportedException();
}
