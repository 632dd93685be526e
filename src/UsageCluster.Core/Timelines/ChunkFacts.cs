namespace UsageCluster.Core.Timelines;

/// <summary>What is known of a chunk without a look at its points.</summary>
/// <param name="Count">Its points; at least one.</param>
/// <param name="FirstTicks">When the first point occurred.</param>
/// <param name="LastTicks">When the last point occurred.</param>
/// <param name="FirstVersion">The version of the first point's entry.</param>
/// <param name="LastVersion">The version of the last point's entry.</param>
/// <param name="Interviews">Points that count as interviews.</param>
/// <param name="Quantity">The sum of the quantities.</param>
internal readonly record struct ChunkFacts(
    int Count, long FirstTicks, long LastTicks, uint FirstVersion, uint LastVersion, int Interviews, long Quantity)
{
    /// <summary>The sums over all points.</summary>
    public TimelineSums Sums => new(Count, Interviews, Quantity);

    /// <summary>Whether all of it comes behind a point: later, or at the same time and of a higher version.</summary>
    public bool Follows(long ticks, uint version) => FirstTicks > ticks || (FirstTicks == ticks && FirstVersion > version);
}
