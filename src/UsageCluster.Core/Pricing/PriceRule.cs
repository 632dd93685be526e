using UsageCluster.Core.Time;

namespace UsageCluster.Core.Pricing;

/// <summary>What a use of one agent focus costs in credits, from an instant on (domain rule 3). Amounts are never negative.</summary>
/// <param name="AgentFocus">The focus, or <see cref="AnyFocus"/>.</param>
/// <param name="Version">Counts the rules of one focus in one scope, from 1.</param>
/// <param name="BaseCostMicro">Credits per event, in millionths.</param>
/// <param name="IncludedMinutesMicro">Minutes that the base cost covers, in millionths of a minute.</param>
/// <param name="CostPerMinuteMicro">Credits per further minute, in millionths.</param>
/// <param name="EffectiveFrom">The first occurred-at that the rule applies to; <see cref="Instant.Always"/> for any.</param>
public sealed record PriceRule(
    string AgentFocus,
    int Version,
    long BaseCostMicro,
    long IncludedMinutesMicro,
    long CostPerMinuteMicro,
    Instant EffectiveFrom)
{
    /// <summary>The focus of a rule for every use that no rule of its own focus covers.</summary>
    public const string AnyFocus = "*";
}
