using Orleans.Concurrency;
using Orleans.Services;

namespace UsageCluster.Grains.Relaying;

/// <summary>
/// A silo's active companies, as other silos report events to them: one call for many companies. Only for silos; an event that was not taken is
/// reported to the company's grain.
/// </summary>
[Alias("usage.ISiloRecords"), GrainInterfaceType("usage.ISiloRecords")]
public interface ISiloRecords : IGrainService
{
    /// <summary>
    /// An answer for each event, in order, once all are decided. A call that the cluster fails or does not answer in time has an unknown outcome.
    /// </summary>
    [AlwaysInterleave, Alias("record"), ResponseTimeout("00:00:30")]
    ValueTask<RelayAnswers> RecordAsync([Immutable] RelayedEvents relayed);
}
