using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// Decides and appends, one flush or change at a time. Throws <see cref="LedgerUnavailableException"/> where nothing was committed,
/// <see cref="FencedException"/> where another activation has taken over; after anything else the outcome is unknown.
/// </summary>
internal sealed class CompanyWriter(CompanyServices services)
{
    /// <summary>Decides a flush and commits its entries; the state has them when it returns.</summary>
    public async Task BookAsync(CompanyState state, Flush flush)
    {
        long? newerThan = null;
        for (var attempt = 0; attempt < services.Options.AttemptsMax; attempt++)
        {
            var rates = await services.Rates.RatesAsync(newerThan, CancellationToken.None);
            flush.Decide(state, rates, Now());
            // What no append checks against the store's revision is decided once more on rates just read.
            if (flush.NeedsNewerRates || (flush.IsRejectedByRates && flush.Entries.Count == 0 && newerThan != rates.Revision))
            {
                newerThan = rates.Revision;
                continue;
            }

            if (flush.HasRejections && await FindRejectedAsync(state, flush))
                continue;
            if (flush.Entries.Count == 0)
            {
                if (flush.HasRejections)
                    await ConfirmHeadAsync(state);
                return;
            }

            var result = await services.Commit.AppendAsync(Request(state, flush.Entries, rates.Revision));
            switch (result.Status)
            {
                case AppendStatus.Appended:
                    state.Apply(flush.Entries);
                    return;
                case AppendStatus.HasDuplicates:
                    var found = await FindBookedAsync(state, result.DuplicateEventIds);
                    if (result.DuplicateEventIds.Count == 0 || flush.Resolve(result.DuplicateEventIds, found) != result.DuplicateEventIds.Count)
                        throw new InvalidOperationException("The ledger does not have the events that it reported as duplicates.");
                    break;
                case AppendStatus.StaleRates:
                    newerThan = rates.Revision;
                    break;
                case AppendStatus.Fenced:
                default:
                    throw new FencedException();
            }
        }

        throw new LedgerUnavailableException($"Events could not be decided in {services.Options.AttemptsMax} attempts.");
    }

    /// <summary>Decides a flush as if it were to be booked, and books nothing.</summary>
    public async Task TryOutAsync(CompanyState state, Flush flush)
    {
        var ids = flush.AllIds();
        for (var from = 0; from < ids.Count; from += services.Options.AppendEventsMax)
        {
            var asked = ids.GetRange(from, Math.Min(services.Options.AppendEventsMax, ids.Count - from));
            flush.Resolve(asked, await services.Ledger.FindEventsAsync(state.CompanyNo, asked, CancellationToken.None));
        }

        long? newerThan = null;
        for (var attempt = 0; attempt < services.Options.AttemptsMax; attempt++)
        {
            var rates = await services.Rates.RatesAsync(newerThan, CancellationToken.None);
            flush.Decide(state, rates, Now());
            if (!flush.NeedsNewerRates)
                return;
            newerThan = rates.Revision;
        }

        throw new LedgerUnavailableException("The price rules at hand are older than the company's ledger.");
    }

    /// <summary>Decides and commits a change; the state has its entries when it returns.</summary>
    public async Task<ChangeOutcome> ChangeAsync(CompanyState state, PendingChange change)
    {
        for (var attempt = 0; attempt < services.Options.AttemptsMax; attempt++)
        {
            var plan = await change.Plan(state, Now());
            if (plan.Change is null)
            {
                await ConfirmHeadAsync(state);
                return plan.Outcome;
            }

            var result = await services.Ledger.AppendChangeAsync(
                Request(state, plan.Entries, plan.RatesRevision), plan.Change, CancellationToken.None);
            switch (result.Status)
            {
                case AppendStatus.Appended:
                    state.Apply(plan.Entries);
                    return plan.Outcome;
                case AppendStatus.StaleRates:
                    await services.Rates.RatesAsync(plan.RatesRevision, CancellationToken.None);
                    break;
                case AppendStatus.Fenced:
                    throw new FencedException();
                default:
                    throw new InvalidOperationException("A change without events cannot have duplicates.");
            }
        }

        throw new LedgerUnavailableException($"The change could not be decided in {services.Options.AttemptsMax} attempts.");
    }

    /// <summary>Events that the state rejects may have been booked before; whether some were, so that the rest is to be decided again.</summary>
    private async Task<bool> FindRejectedAsync(CompanyState state, Flush flush)
    {
        var ids = flush.RejectedIdsToFind();
        return ids.Count > 0
            && flush.Resolve(ids, await FindBookedAsync(state, ids)) > 0;
    }

    /// <summary>
    /// What the ledger has of events that are not pending. One behind the last entry that this activation knows was booked by another:
    /// to answer <c>duplicate</c> would acknowledge what the view here does not show (domain rule 11).
    /// </summary>
    private async Task<IReadOnlyList<UsageEntry>> FindBookedAsync(CompanyState state, IReadOnlyList<string> eventIds)
    {
        var found = await services.Ledger.FindEventsAsync(state.CompanyNo, eventIds, CancellationToken.None);
        return found.Any(e => e.Version > state.Books.Version) ? throw new FencedException() : found;
    }

    /// <summary>
    /// A negative answer that no append confirms is given only on the ledger's last word: one of a stale activation must not be final
    /// (domain rule 13).
    /// </summary>
    private async Task ConfirmHeadAsync(CompanyState state)
    {
        if (await services.Ledger.HashAtAsync(state.CompanyNo, state.Books.Version + 1, CancellationToken.None) is not null)
            throw new FencedException();
    }

    private static AppendRequest Request(CompanyState state, IReadOnlyList<ChainedEntry> entries, long? ratesRevision) => new()
    {
        CompanyNo = state.CompanyNo,
        Epoch = state.Epoch,
        ExpectedVersion = state.Books.Version,
        RatesRevision = ratesRevision,
        Entries = entries,
    };

    private Instant Now() => Instant.From(services.Time.GetUtcNow());
}
