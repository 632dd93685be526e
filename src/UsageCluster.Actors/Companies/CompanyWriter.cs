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
        await CloseMonthsAsync(state);
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

            var entries = state.Books.Transactions.ClosedThrough is null
                ? flush.Entries
                : MonthKeeper.WithAdjustments(state, flush.Entries, rates, services, Now());
            var result = await services.Commit.AppendAsync(Request(state, entries, rates.Revision));
            switch (result.Status)
            {
                case AppendStatus.Appended:
                    state.Apply(entries);
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

        throw Contended("Events could not be decided");
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
        await CloseMonthsAsync(state);
        long? newerThan = null;
        for (var attempt = 0; attempt < services.Options.AttemptsMax; attempt++)
        {
            var plan = await change.Plan(state, Now());
            if (plan.Change is null)
            {
                await ConfirmHeadAsync(state);
                return plan.Outcome;
            }

            var entries = plan.Entries;
            var ratesRevision = plan.RatesRevision;
            if (entries.Count > 0)
            {
                var rates = await services.Rates.RatesAsync(newerThan, CancellationToken.None);
                entries = MonthKeeper.WithAdjustments(state, entries, rates, services, Now());
                // Adjustments rest on the plans; by older rates than the plan's, both are decided again.
                if (entries.Count > plan.Entries.Count)
                    ratesRevision ??= rates.Revision;
            }

            var result = await services.Ledger.AppendChangeAsync(
                Request(state, entries, ratesRevision), plan.Change, CancellationToken.None);
            switch (result.Status)
            {
                case AppendStatus.Appended:
                    state.Apply(entries);
                    return plan.Outcome;
                case AppendStatus.StaleRates:
                    newerThan = ratesRevision;
                    await services.Rates.RatesAsync(newerThan, CancellationToken.None);
                    break;
                case AppendStatus.Fenced:
                    throw new FencedException();
                default:
                    throw new InvalidOperationException("A change without events cannot have duplicates.");
            }
        }

        throw Contended("The change could not be decided");
    }

    /// <summary>
    /// Closes the months that are due, in an append of their own that comes before all that may reach into them. Once it is committed it is done; until then
    /// it is tried by every later call.
    /// </summary>
    private Task CloseMonthsAsync(CompanyState state) =>
        MonthKeeper.IsDue(state, services, Now()) ? CloseDueMonthsAsync(state) : Task.CompletedTask;

    private async Task CloseDueMonthsAsync(CompanyState state)
    {
        long? newerThan = null;
        for (var attempt = 0; attempt < services.Options.AttemptsMax; attempt++)
        {
            if (!MonthKeeper.IsDue(state, services, Now()))
                return;
            var rates = await services.Rates.RatesAsync(newerThan, CancellationToken.None);
            if (state.Books.Plans.Assignments.Any(a => rates.Plans.Versions(a.PlanId).Count == 0))
                rates = await services.Rates.RatesAsync(rates.Revision, CancellationToken.None);
            var entries = MonthKeeper.Due(state, rates, services, Now());
            var result = await services.Commit.AppendAsync(Request(state, entries, rates.Revision));
            if (result.Status == AppendStatus.Appended)
                state.Apply(entries);
            else if (result.Status == AppendStatus.StaleRates)
                newerThan = rates.Revision;
            else
                throw new FencedException();
        }

        throw Contended("Months could not be closed");
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

    private LedgerUnavailableException Contended(string what) =>
        new($"{what} in {services.Options.AttemptsMax} attempts.") { Failure = StoreFailure.Contended };

    private Instant Now() => Instant.From(services.Time.GetUtcNow());
}
