using Orleans.Concurrency;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains;

namespace UsageCluster.Silo.Companies;

/// <summary>Answers callers outside of the silos for an ATS, on the silo that they reached: one is as good as another.</summary>
[GrainType("ats"), StatelessWorker(1)]
internal sealed class AtsGrain(IUsageClient usage) : Grain, IAtsGrain
{
    public async ValueTask<AtsReport?> ReportAsync(TimeRange range) =>
        await usage.ReportAtsAsync(this.GetPrimaryKeyString(), range, CancellationToken.None);
}
