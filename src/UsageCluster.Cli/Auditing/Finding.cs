namespace UsageCluster.Cli.Auditing;

/// <summary>The first thing that is off in a company or an ATS.</summary>
/// <param name="CompanyId">The company; null: it is about an ATS.</param>
/// <param name="AtsId">The ATS; null: it is about a company.</param>
/// <param name="Version">The entry's version; null: it is not about one entry.</param>
/// <param name="What">What is off, in words.</param>
internal sealed record Finding(string? CompanyId, string? AtsId, long? Version, string What);
