using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Books the events of a call, each company's together, several companies at a time.</summary>
internal sealed class IngestRecorder(IUsageClient usage, GatewayOptions options)
{
    private static readonly RecordOutcome UnknownCompany =
        RecordOutcome.Rejected(RejectionCodes.UnknownCompany, EventMember.CompanyId.Name);

    /// <summary>
    /// An outcome for each event that could be read, at its place. Throws <see cref="RetryableException"/> if one cannot be decided: then others may
    /// be booked, and answer as duplicates when the call is sent again.
    /// </summary>
    /// <param name="received">The call's events.</param>
    /// <param name="boundTo">The companies that the key may write for; null: all.</param>
    /// <param name="dryRun">Rates and validates without booking.</param>
    /// <param name="cancellationToken">Ends the wait, not what is booked.</param>
    public async ValueTask<RecordOutcome[]> RecordAsync(
        IReadOnlyList<ReceivedEvent> received, IReadOnlyList<string>? boundTo, bool dryRun, CancellationToken cancellationToken)
    {
        var outcomes = new RecordOutcome[received.Count];
        var groups = Group(received);
        if (boundTo is not null)
            RefuseUnbound(groups, boundTo, outcomes);
        if (groups is [var only])
        {
            await RecordAsync(only, dryRun, outcomes, cancellationToken);
        }
        else if (groups.Count > 1)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.IngestCompaniesParallelMax, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(groups, parallel, (group, stop) => RecordAsync(group, dryRun, outcomes, stop));
        }

        return outcomes;
    }

    private static List<CompanyEvents> Group(IReadOnlyList<ReceivedEvent> received)
    {
        var groups = new List<CompanyEvents>();
        var byCompany = new Dictionary<string, CompanyEvents>(StringComparer.Ordinal);
        CompanyEvents? last = null;
        for (var i = 0; i < received.Count; i++)
        {
            if (received[i].Event is not { } report)
                continue;
            if (last is null || last.CompanyId != report.CompanyId)
            {
                if (!byCompany.TryGetValue(report.CompanyId, out last))
                {
                    byCompany.Add(report.CompanyId, last = new CompanyEvents(report.CompanyId));
                    groups.Add(last);
                }
            }

            last.Events.Add(report);
            last.Positions.Add(i);
        }

        return groups;
    }

    // A company outside the key's binding answers as one that does not exist, and is not looked up: neither tells of the other.
    private static void RefuseUnbound(List<CompanyEvents> groups, IReadOnlyList<string> boundTo, RecordOutcome[] outcomes)
    {
        var bound = new HashSet<string>(boundTo, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (!bound.Contains(group.CompanyId))
                group.SetAll(outcomes, UnknownCompany);
        }

        groups.RemoveAll(group => !bound.Contains(group.CompanyId));
    }

    private async ValueTask RecordAsync(CompanyEvents group, bool dryRun, RecordOutcome[] outcomes, CancellationToken cancellationToken)
    {
        try
        {
            if (group.Events is [var only] && !dryRun)
            {
                outcomes[group.Positions[0]] = await usage.RecordAsync(only, cancellationToken);
                return;
            }

            var results = await usage.RecordAsync(group.CompanyId, group.Events, dryRun, cancellationToken);
            for (var i = 0; i < results.Count; i++)
                outcomes[group.Positions[i]] = results[i];
        }
        catch (UnknownCompanyException)
        {
            group.SetAll(outcomes, UnknownCompany);
        }
    }

    private sealed class CompanyEvents(string companyId)
    {
        public string CompanyId { get; } = companyId;

        public List<UsageEvent> Events { get; } = [];

        public List<int> Positions { get; } = [];

        public void SetAll(RecordOutcome[] outcomes, RecordOutcome outcome)
        {
            foreach (var position in Positions)
                outcomes[position] = outcome;
        }
    }
}
