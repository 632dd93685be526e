using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Companies;

/// <summary>What is read on the actor's turns. Whatever needs the uses goes by <see cref="ViewAsync"/>, which has those that are missing.</summary>
public sealed partial class CompanyActor
{
    /// <summary>
    /// <see cref="View"/>, with what is asked of it: the view may be asked for nothing but a report of the range, or for anything where that is null. Null
    /// where nothing may be shown. On the actor's turn only. Throws <see cref="RetryableException"/>, <see cref="CorruptedLedgerException"/>.
    /// </summary>
    public async ValueTask<CompanyView?> ViewAsync(TimeRange? range)
    {
        if (_snapshots is not null || !TakesCalls)
            return View;
        await _missing!.FetchAsync(range);
        return TakesCalls && _tenure!.IsHeld ? _state!.Books.View() : null;
    }

    /// <summary>See <see cref="IUsageClient"/>; as committed, with every month closed that is due.</summary>
    public async Task<TransactionPage> TransactionsAsync(TransactionQuery query)
    {
        if (await ViewAsync(range: null) is null || !TakesCalls)
            throw Refusal();
        // Every change closes months first.
        if (MonthKeeper.IsDue(_state!, _services, Instant.From(_services.Time.GetUtcNow())))
            await EnqueueChange(new PendingChange(static (_, _) => Task.FromResult(ChangePlan.Nothing(default))));
        if (View is not { } view)
            throw Refusal();
        return view.TransactionList.Page(CompanyId, query);
    }

    /// <summary>See <see cref="IUsageClient"/>; as committed, without waiting in the queue.</summary>
    public async Task<Entitlement> EntitlementAsync(EntitlementQuestion question)
    {
        long? newerThan = null;
        for (var attempt = 0; attempt < _services.Options.AttemptsMax; attempt++)
        {
            var rates = await _services.Rates.RatesAsync(newerThan, CancellationToken.None);
            if (await ViewAsync(range: null) is null || !TakesCalls)
                throw Refusal();
            if (Entitlement.Of(_state!.Books, rates, question, Instant.From(_services.Time.GetUtcNow())) is { } answer)
                return answer;
            newerThan = rates.Revision;
        }

        throw new RetryableException(RetryableFailure.Unavailable, "The rates at hand are older than the company's ledger.");
    }

    /// <summary>See <see cref="IUsageClient"/>; as committed.</summary>
    public async Task<RowPage> RowsAsync(RowQuery query) => await (await ReaderAsync()).RowsAsync(query);

    /// <summary>See <see cref="IUsageClient"/>; as committed.</summary>
    public async Task<EventRecord?> FindEventAsync(string eventId) => await (await ReaderAsync()).FindEventAsync(eventId);

    private async ValueTask<CompanyReader> ReaderAsync() =>
        await ViewAsync(range: null) is { } view && TakesCalls ? new(_services, _state!.CompanyNo, view) : throw Refusal();
}
