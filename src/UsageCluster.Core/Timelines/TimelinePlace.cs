namespace UsageCluster.Core.Timelines;

/// <summary>Where an instant falls on a timeline.</summary>
/// <param name="Before">The sums over all points that are earlier than the instant.</param>
/// <param name="PreviousTicks">The latest earlier point; <see cref="long.MinValue"/> if none.</param>
/// <param name="NextTicks">The earliest point at or after the instant; <see cref="long.MaxValue"/> if none.</param>
internal readonly record struct TimelinePlace(TimelineSums Before, long PreviousTicks, long NextTicks);
