namespace UsageCluster.Soak.Faults;

/// <summary>A fault of the schedule.</summary>
/// <param name="At">When it begins, from the beginning of the load.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Lasts">How long it lasts, where it is not over at once.</param>
internal sealed record PlannedFault(TimeSpan At, FaultKind Kind, TimeSpan Lasts);
