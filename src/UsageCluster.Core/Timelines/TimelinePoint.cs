namespace UsageCluster.Core.Timelines;

/// <summary>One use on a timeline.</summary>
/// <param name="Ticks">When it occurred, as <see cref="Time.Instant.Ticks"/>.</param>
/// <param name="Version">The version of the ledger's entry that books it, at most <see cref="Chunk.VersionMax"/>.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit.</param>
/// <param name="CountsAsInterview">Whether it counts as an interview.</param>
internal readonly record struct TimelinePoint(long Ticks, long Version, long Quantity, bool CountsAsInterview);
