namespace UsageCluster.Core.Plans;

/// <summary>Whether a plan has a feature.</summary>
/// <param name="Name">The feature: 1 to 64 of <c>A–Z a–z 0–9 . _ -</c>.</param>
/// <param name="IsOn">Whether it has it.</param>
public readonly record struct PlanFlag(string Name, bool IsOn);
