using System.Runtime.CompilerServices;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Client;

/// <summary>
/// Reports of many companies: from the views of this silo, by one call from those of the silo that they belong to, and what is in neither from
/// the companies' grains.
/// </summary>
internal sealed class ClusterReports(
    ICompanyGrains companies,
    CompanyRegistry registry,
    INodeLease lease,
    ICompanyHomes homes,
    ISiloViewsClient silos,
    RemoteReports remote,
    SiloBounds bounds) : IActorCalls
{
    // An ATS asks with the same list until its members change.
    private readonly ConditionalWeakTable<IReadOnlyList<string>, Grouping> _groups = [];

    public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds)
    {
        var hosts = homes.Current;
        if (_groups.TryGetValue(companyIds, out var known) && ReferenceEquals(known.Hosts, hosts))
            return known.Positions;
        var positions = hosts.Group(companyIds);
        _groups.AddOrUpdate(companyIds, new Grouping(hosts, positions));
        return positions;
    }

    public ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
    {
        var reports = new CompanyReport[companyIds.Count];
        List<int>? missing = null;
        // One look at the lease, after the call has arrived, serves every company of it.
        var held = lease.Current is { IsHeld: true } term ? term : null;
        for (var i = 0; i < reports.Length; i++)
        {
            if (held is not null && registry.ViewOf(companyIds[i], held) is { } view)
                reports[i] = view.Report(range);
            else
                (missing ??= []).Add(i);
        }

        return missing is null ? new(reports) : AskAsync(companyIds, range, reports, missing, held, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<CompanyReport>> AskAsync(
        IReadOnlyList<string> companyIds,
        TimeRange range,
        CompanyReport[] reports,
        List<int> missing,
        LeaseTerm? held,
        CancellationToken cancellationToken)
    {
        // A group has one home; after a change of membership it may have several, and then most are asked by their grains.
        if (homes.Current.HomeOf(companyIds[missing[0]]) is { } home && !home.Equals(homes.Here))
            missing = await AskSiloAsync(home, companyIds, range, reports, missing, held, cancellationToken);
        if (missing.Count > 0)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = bounds.ColdReadsInParallelMax, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(missing, parallel, async (position, stop) => reports[position] =
                await GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(companies.Of(companyIds[position]).ReportAsync(range), stop)));
        }

        return reports;
    }

    /// <summary>Answers which are still missing.</summary>
    private async ValueTask<List<int>> AskSiloAsync(
        SiloAddress silo,
        IReadOnlyList<string> companyIds,
        TimeRange range,
        CompanyReport[] reports,
        List<int> missing,
        LeaseTerm? term,
        CancellationToken cancellationToken)
    {
        string[] asked = [.. missing.Select(position => companyIds[position])];
        var held = term is null ? null : remote.Of(asked, term);
        SiloReports answers;
        try
        {
            answers = await silos.ReportAsync(silo, new SiloReportsRequest(asked, range, held?.Known), cancellationToken);
        }
        catch (RetryableException) when (!silo.Equals(homes.Current.HomeOf(asked[0])))
        {
            // It has left meanwhile: the companies are elsewhere by now.
            return missing;
        }

        if (answers.Answers.Count != asked.Length)
            throw new RetryableException(RetryableFailure.Unavailable, $"{answers.Answers.Count} of {asked.Length} companies answered.");
        if (term is { IsHeld: false })
            (term, held) = (null, null);
        List<int> rest = [];
        for (var i = 0; i < asked.Length; i++)
        {
            if (ReportOf(answers.Answers[i], held?.Reports[i]) is not { } report)
            {
                rest.Add(missing[i]);
                continue;
            }

            reports[missing[i]] = report;
            if (term is not null)
                remote.Keep(asked[i], range, report, term);
        }

        return rest;
    }

    private static CompanyReport? ReportOf(SiloReport answer, CompanyReport? held) => answer.Kind switch
    {
        SiloReportKind.Report => answer.Report,
        SiloReportKind.Unchanged => held,
        _ => null,
    };

    private sealed record Grouping(HostingSilos Hosts, IReadOnlyList<int[]> Positions);
}
