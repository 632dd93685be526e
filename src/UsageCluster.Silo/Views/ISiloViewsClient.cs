using UsageCluster.Actors.Ports;
using UsageCluster.Grains.Views;

namespace UsageCluster.Silo.Views;

/// <summary>Asks other silos for their views.</summary>
internal interface ISiloViewsClient
{
    /// <summary>One silo's answers. Throws <see cref="RetryableException"/>.</summary>
    ValueTask<SiloReports> ReportAsync(SiloAddress silo, SiloReportsRequest request, CancellationToken cancellationToken);

    /// <summary>One silo's figures by line and interval. Throws <see cref="RetryableException"/>.</summary>
    ValueTask<SiloLines> LinesAsync(SiloAddress silo, SiloLinesRequest request, CancellationToken cancellationToken);
}
