using Orleans.Runtime.Services;
using UsageCluster.Grains.Relaying;
using UsageCluster.Silo.Client;

namespace UsageCluster.Silo.Relaying;

/// <summary>Reports events to other silos over the cluster.</summary>
internal sealed class SiloRecordsClient(IServiceProvider services) : GrainServiceClient<ISiloRecords>(services), ISiloRecordsClient
{
    public ValueTask<RelayAnswers> RecordAsync(SiloAddress silo, RelayedEvents relayed) =>
        GrainFailures.WriteAsync(GetGrainService(silo).RecordAsync(relayed), CancellationToken.None);
}
