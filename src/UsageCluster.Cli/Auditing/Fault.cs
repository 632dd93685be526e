namespace UsageCluster.Cli.Auditing;

/// <summary>Something that is off in a company.</summary>
/// <param name="Version">The entry's version; null: it is not about one entry.</param>
/// <param name="What">What is off, in words.</param>
internal sealed record Fault(long? Version, string What);
