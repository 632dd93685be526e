namespace UsageCluster.Cli.Replaying;

/// <summary>An entry at an instant at which figures part.</summary>
/// <param name="Version">The entry's version.</param>
/// <param name="Id">The event's id, or the correction's.</param>
internal sealed record PartingEntry(long Version, string Id);
