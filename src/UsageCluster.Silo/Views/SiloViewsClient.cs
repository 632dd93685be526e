using Orleans.Runtime.Services;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Client;

namespace UsageCluster.Silo.Views;

/// <summary>Asks other silos for their views over the cluster.</summary>
internal sealed class SiloViewsClient(IServiceProvider services) : GrainServiceClient<ISiloViews>(services), ISiloViewsClient
{
    public ValueTask<SiloReports> ReportAsync(SiloAddress silo, SiloReportsRequest request, CancellationToken cancellationToken) =>
        GrainFailures.ReadAsync(GetGrainService(silo).ReportAsync(request), cancellationToken);

    public ValueTask<SiloLines> LinesAsync(SiloAddress silo, SiloLinesRequest request, CancellationToken cancellationToken) =>
        GrainFailures.ReadAsync(GetGrainService(silo).LinesAsync(request), cancellationToken);
}
