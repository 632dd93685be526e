using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>A company's plan as an administrator assigns it.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="EffectiveFrom">From when; null: now, and nothing where the company is on the plan now.</param>
public sealed record PlanAssignmentUpdate(string PlanId, Instant? EffectiveFrom);
