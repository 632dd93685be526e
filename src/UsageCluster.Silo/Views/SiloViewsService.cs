using UsageCluster.Actors.Leases;
using UsageCluster.Core.Reports;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Views;

/// <summary>Answers other silos from this silo's registry, for as long as its lease is held.</summary>
internal sealed class SiloViewsService(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, CompanyRegistry registry, INodeLease lease)
    : GrainService(id, silo, loggers), ISiloViews
{
    public ValueTask<SiloReports> ReportAsync(SiloReportsRequest request)
    {
        var answers = new SiloReport[request.CompanyIds.Count];
        if (lease.Current is { IsHeld: true } held)
        {
            for (var i = 0; i < answers.Length; i++)
                answers[i] = registry.ViewOf(request.CompanyIds[i], held) is { } view ? request.Answer(i, view) : SiloReport.NotHere;
        }

        return new(new SiloReports(answers));
    }

    public ValueTask<SiloLines> LinesAsync(SiloLinesRequest request)
    {
        var answers = new CompanyLines?[request.CompanyIds.Count];
        if (lease.Current is { IsHeld: true } held)
        {
            for (var i = 0; i < answers.Length; i++)
                answers[i] = registry.ViewOf(request.CompanyIds[i], held)?.Figures(request.Query);
        }

        return new(new SiloLines(answers));
    }
}
