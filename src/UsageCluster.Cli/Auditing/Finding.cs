namespace UsageCluster.Cli.Auditing;

/// <summary>The first thing that is off in a company.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Version">The entry's version; null: it is not about one entry.</param>
/// <param name="What">What is off, in words.</param>
internal sealed record Finding(string CompanyId, long? Version, string What);
