using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Grains.Views;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Client;

/// <summary>
/// Figures of many companies by line and interval: from the views of this silo, by calls of a bounded size from those of other silos, a few at a
/// time, and what is in neither from the companies' grains.
/// </summary>
internal sealed class ClusterLines(
    ICompanyGrains companies, CompanyRegistry registry, INodeLease lease, ICompanyHomes homes, ISiloViewsClient silos, SiloBounds bounds)
{
    /// <summary>See <see cref="IUsageClient.LinesAsync"/>.</summary>
    public async ValueTask<IReadOnlyList<CompanyLines>> ReadAsync(
        IReadOnlyList<string> companyIds, LinesQuery query, CancellationToken cancellationToken)
    {
        var answers = new CompanyLines?[companyIds.Count];
        var parts = homes.Current.Group(companyIds).SelectMany(group => group.Chunk(bounds.Ats.CompaniesPerCallMax));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = bounds.Ats.GroupsInParallelMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(parts, parallel, (part, stop) => ReadPartAsync(companyIds, query, part, answers, stop));
        return answers!;
    }

    private async ValueTask ReadPartAsync(
        IReadOnlyList<string> companyIds, LinesQuery query, int[] part, CompanyLines?[] answers, CancellationToken cancellationToken)
    {
        // One look at the lease, after the call has arrived, serves every company of it.
        if (lease.Current is { IsHeld: true } held)
        {
            foreach (var position in part)
                answers[position] = registry.ViewOf(companyIds[position], held)?.Figures(query);
        }

        var missing = Missing(part, answers);
        if (missing.Length > 0 && homes.Current.HomeOf(companyIds[missing[0]]) is { } home && !home.Equals(homes.Here))
        {
            await AskSiloAsync(home, companyIds, query, missing, answers, cancellationToken);
            missing = Missing(missing, answers);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = bounds.ColdReadsInParallelMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, parallel, async (position, stop) => answers[position] =
            await GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(companies.Of(companyIds[position]).LinesAsync(query), stop)));
    }

    private async Task AskSiloAsync(
        SiloAddress silo, IReadOnlyList<string> companyIds, LinesQuery query, int[] missing, CompanyLines?[] answers, CancellationToken cancellationToken)
    {
        string[] asked = [.. missing.Select(position => companyIds[position])];
        SiloLines lines;
        try
        {
            lines = await silos.LinesAsync(silo, new SiloLinesRequest(asked, query), cancellationToken);
        }
        catch (RetryableException) when (!silo.Equals(homes.Current.HomeOf(asked[0])))
        {
            // It has left meanwhile: the companies are elsewhere by now.
            return;
        }

        if (lines.Answers.Count != asked.Length)
            throw new RetryableException(RetryableFailure.Unavailable, $"{lines.Answers.Count} of {asked.Length} companies answered.");
        for (var i = 0; i < asked.Length; i++)
            answers[missing[i]] = lines.Answers[i];
    }

    private static int[] Missing(int[] part, CompanyLines?[] answers) => Array.FindAll(part, position => answers[position] is null);
}
