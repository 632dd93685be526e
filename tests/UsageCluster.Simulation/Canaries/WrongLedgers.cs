using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Simulation.Canaries;

internal sealed class AnsweredEarly(ILedger ledger) : LedgerDecorator(ledger)
{
    public override Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        _ = base.AppendAsync(requests, cancellationToken);
        return Task.FromResult<IReadOnlyList<AppendResult>>([.. requests.Select(_ => AppendResult.Of(AppendStatus.Appended))]);
    }
}

internal sealed class UnknownIsSuccess(ILedger ledger, int companiesMin) : LedgerDecorator(ledger)
{
    public override async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        try
        {
            return await base.AppendAsync(requests, cancellationToken);
        }
        catch (TimeoutException) when (requests.Count >= companiesMin)
        {
            return [.. requests.Select(_ => AppendResult.Of(AppendStatus.Appended))];
        }
    }
}

internal sealed class UnknownIsFailure(ILedger ledger) : LedgerDecorator(ledger)
{
    public override async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        try
        {
            return await base.AppendAsync(requests, cancellationToken);
        }
        catch (TimeoutException lost)
        {
            throw new LedgerUnavailableException("The connection was lost: surely nothing was done.", lost);
        }
    }
}

internal sealed class NoWait(ILedger ledger) : LedgerDecorator(ledger)
{
    public override async Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        await base.ActivateAsync(companyId, leaseNo, cancellationToken) is { } head ? head with { AckWait = TimeSpan.Zero } : null;

    public override Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TimeSpan>>(new TimeSpan[companyNos.Count]);
}

internal sealed class ContentUncompared(ILedger ledger) : LedgerDecorator(ledger)
{
    private readonly Dictionary<(int CompanyNo, string EventId), UsageEvent> _asked = [];

    public override Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            foreach (var usage in request.Entries.Select(e => e.Entry).OfType<UsageEntry>())
                _asked[(request.CompanyNo, usage.Event.EventId)] = usage.Event;
        }

        return base.AppendAsync(requests, cancellationToken);
    }

    public override async Task<IReadOnlyList<UsageEntry>> FindEventsAsync(
        int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
    [
        .. (await base.FindEventsAsync(companyNo, eventIds, cancellationToken))
            .Select(e => e with { Event = _asked.GetValueOrDefault((companyNo, e.Event.EventId), e.Event) }),
    ];
}

internal sealed class DuplicatesUnfound(ILedger ledger) : LedgerDecorator(ledger)
{
    public override Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UsageEntry>>([]);
}
