namespace UsageCluster.Simulation.World;

/// <summary>The companies that an ATS manages from a moment on.</summary>
internal sealed record Membership(TimeSpan From, IReadOnlyList<string> CompanyIds);
