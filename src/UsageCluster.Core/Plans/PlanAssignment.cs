using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>A company is on a plan from an instant until its next assignment.</summary>
/// <param name="PlanId">The plan.</param>
/// <param name="Since">The first instant on the plan.</param>
public readonly record struct PlanAssignment(string PlanId, Instant Since);
