using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>A price rule as an administrator gives it; amounts in millionths, never negative.</summary>
/// <param name="AgentFocus">The focus, or <c>*</c>.</param>
/// <param name="BaseCostMicro">Credits per event.</param>
/// <param name="IncludedMinutesMicro">Minutes that the base cost covers.</param>
/// <param name="CostPerMinuteMicro">Credits per further minute.</param>
/// <param name="EffectiveFrom">From when; null: always for the first rule of the focus, now after.</param>
public sealed record PriceRuleUpdate(
    string AgentFocus, long BaseCostMicro, long IncludedMinutesMicro, long CostPerMinuteMicro, Instant? EffectiveFrom);
