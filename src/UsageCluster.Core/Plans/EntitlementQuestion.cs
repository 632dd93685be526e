namespace UsageCluster.Core.Plans;

/// <summary>An interview that is about to start.</summary>
/// <param name="AgentFocus">The product to be used; null: none.</param>
/// <param name="DurationMs">How long it may take, 0 to <see cref="Events.EventLimits.DurationMsMax"/>.</param>
public readonly record struct EntitlementQuestion(string? AgentFocus, long DurationMs);
