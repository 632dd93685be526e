using System.Runtime.ExceptionServices;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Books the events of a call, each company's together, many companies at a time.</summary>
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
    public async Task<RecordOutcome[]> RecordAsync(
        IReadOnlyList<ReceivedEvent> received, IReadOnlyList<string>? boundTo, bool dryRun, CancellationToken cancellationToken)
    {
        var outcomes = new RecordOutcome[received.Count];
        var groups = CompanyEvents.Of(received);
        if (boundTo is not null)
            RefuseUnbound(groups, boundTo, outcomes);
        await RecordAllAsync(groups, dryRun, outcomes, cancellationToken).WaitAsync(cancellationToken);
        return outcomes;
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

    /// <summary>
    /// Asks for as many companies as may be under way before it waits for the first: what one flush books of a call then wakes it once, not for each
    /// event. Ends when all that was asked for has ended.
    /// </summary>
    private async Task RecordAllAsync(List<CompanyEvents> groups, bool dryRun, RecordOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var calls = new Call[groups.Count];
        Exception? failure = null;
        var (asked, ended) = (0, 0);
        while (ended < asked || (asked < calls.Length && failure is null))
        {
            if (asked < calls.Length && asked - ended < options.IngestCompaniesParallelMax && failure is null)
            {
                // Whoever has left has nothing begun any more.
                if (cancellationToken.IsCancellationRequested)
                    failure = new OperationCanceledException(cancellationToken);
                else
                    calls[asked] = Begin(groups[asked++], dryRun);
                continue;
            }

            var call = calls[ended];
            var group = groups[ended++];
            try
            {
                if (call.IsOfOne)
                    group.SetFirst(outcomes, await call.One);
                else
                    group.SetEach(outcomes, await call.Each);
            }
            catch (UnknownCompanyException)
            {
                group.SetAll(outcomes, UnknownCompany);
            }
#pragma warning disable CA1031 // It fails the call once the others have ended.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure ??= exception;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Nobody's leaving ends a booking: what waits for it is the whole call.</summary>
    private Call Begin(in CompanyEvents group, bool dryRun)
    {
        try
        {
            return group.Count == 1 && !dryRun
                ? new Call(true, usage.RecordAsync(group.First, CancellationToken.None), default)
                : new Call(false, default, usage.RecordAsync(group.CompanyId, group.ToArray(), dryRun, CancellationToken.None));
        }
#pragma warning disable CA1031 // As one that fails later.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Call(true, new(Task.FromException<RecordOutcome>(exception)), default);
        }
    }

    /// <summary>The booking of a single event, or of several.</summary>
    private readonly record struct Call(bool IsOfOne, ValueTask<RecordOutcome> One, ValueTask<IReadOnlyList<RecordOutcome>> Each);
}
