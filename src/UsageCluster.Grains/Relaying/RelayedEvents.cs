using System.Collections.Immutable;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains.Relaying;

/// <summary>Events of any companies for one silo.</summary>
/// <param name="Events">The events.</param>
[GenerateSerializer, Immutable, Alias("usage.RelayedEvents")]
public sealed record RelayedEvents([property: Id(0)] ImmutableArray<UsageEvent> Events);
