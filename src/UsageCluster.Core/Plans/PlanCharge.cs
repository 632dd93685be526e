namespace UsageCluster.Core.Plans;

/// <summary>What a month costs in one currency, in millionths of its unit; each figure rounded once.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="FeeMicro">The fees, pro rata.</param>
/// <param name="OverageMicro">The price of what was used beyond the allowances.</param>
public readonly record struct PlanCharge(string Currency, long FeeMicro, long OverageMicro);
