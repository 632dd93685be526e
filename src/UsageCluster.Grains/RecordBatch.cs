using System.Collections.Immutable;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains;

/// <summary>Events of one company that are sent in one call.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="DryRun">Whether nothing is to be booked.</param>
[GenerateSerializer, Immutable, Alias("usage.RecordBatch")]
public sealed record RecordBatch([property: Id(0)] ImmutableArray<UsageEvent> Events, [property: Id(1)] bool DryRun = false)
{
    /// <summary>Events that one call may carry.</summary>
    public const int EventsMax = 10_000;
}
