using Orleans.Concurrency;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains;

/// <summary>One ATS; the key is its id. For callers outside of the silos: a silo answers for an ATS from where it was asked.</summary>
[Alias("usage.IAtsGrain"), GrainInterfaceType("usage.IAtsGrain")]
public interface IAtsGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="IUsageClient.ReportAtsAsync"/>; null: no such ATS. May throw <see cref="RetryableException"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("report"), ResponseTimeout("00:00:30")]
    ValueTask<AtsReport?> ReportAsync(TimeRange range);
}
