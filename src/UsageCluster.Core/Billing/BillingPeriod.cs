using UsageCluster.Core.Time;

namespace UsageCluster.Core.Billing;

/// <summary>A stretch of a company's billing history: the system in force from an instant until the next stretch begins.</summary>
/// <param name="Since">The first instant at which the system is in force.</param>
/// <param name="System">The system in force.</param>
public readonly record struct BillingPeriod(Instant Since, BillingSystem System);
