using Orleans.Concurrency;
using Orleans.Services;

namespace UsageCluster.Grains.Views;

/// <summary>
/// A silo's registry of committed views, as other silos ask it: one call for many companies. Only for silos; a caller that is told
/// <see cref="SiloReportKind.NotHere"/> asks the company's grain.
/// </summary>
[Alias("usage.ISiloViews"), GrainInterfaceType("usage.ISiloViews")]
public interface ISiloViews : IGrainService
{
    /// <summary>An answer for each company asked for, in order, from the views that this silo holds now.</summary>
    [AlwaysInterleave, ReadOnly, Alias("report"), ResponseTimeout("00:00:10")]
    ValueTask<SiloReports> ReportAsync([Immutable] SiloReportsRequest request);

    /// <summary>The figures of each company asked for by line and interval, in order, from the views that this silo holds now.</summary>
    [AlwaysInterleave, ReadOnly, Alias("lines"), ResponseTimeout("00:00:10")]
    ValueTask<SiloLines> LinesAsync([Immutable] SiloLinesRequest request);
}
