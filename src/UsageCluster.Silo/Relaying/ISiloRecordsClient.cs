using UsageCluster.Actors.Ports;
using UsageCluster.Grains.Relaying;

namespace UsageCluster.Silo.Relaying;

/// <summary>Reports events to other silos.</summary>
internal interface ISiloRecordsClient
{
    /// <summary>One silo's answers. Throws <see cref="RetryableException"/>: the outcome of all is unknown.</summary>
    ValueTask<RelayAnswers> RecordAsync(SiloAddress silo, RelayedEvents relayed);
}
