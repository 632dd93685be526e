using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>A company as it shall be: full replacement.</summary>
/// <param name="CompanyName">The name.</param>
/// <param name="BillingSystem">The billing system.</param>
/// <param name="BillingSystemSince">From when; null: now, at a change. Ignored when the system does not change.</param>
/// <param name="ClosedAt">From when events are rejected; null: open.</param>
public sealed record CompanyUpdate(string CompanyName, BillingSystem BillingSystem, Instant? BillingSystemSince, Instant? ClosedAt);
