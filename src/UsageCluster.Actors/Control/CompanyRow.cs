using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Control;

/// <summary>A company as the control plane lists it. What books events is in the company's ledger; this mirrors it.</summary>
/// <param name="CompanyId">The id.</param>
/// <param name="CompanyName">The name.</param>
/// <param name="BillingSystem">The system last asked for.</param>
/// <param name="BillingSystemSince">From when; <see cref="Instant.Always"/>: always.</param>
/// <param name="ClosedAt">From when events are rejected; null: open.</param>
public sealed record CompanyRow(string CompanyId, string CompanyName, BillingSystem BillingSystem, Instant BillingSystemSince, Instant? ClosedAt);
