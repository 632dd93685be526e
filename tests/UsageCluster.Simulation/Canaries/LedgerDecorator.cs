using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Canaries;

/// <summary>A product whose way to the ledger is wrong.</summary>
internal sealed class WrongLedger(Func<ILedger, InMemoryLedger, ILedger> make, Func<InMemoryLedger>? store = null) : Product
{
    public override InMemoryLedger MakeStore() => store?.Invoke() ?? base.MakeStore();

    public override ILedger Ledger(ILedger ledger, InMemoryLedger store) => make(ledger, store);
}

/// <summary>The ledger as it is; a canary overrides what it does wrong.</summary>
internal abstract class LedgerDecorator(ILedger ledger) : ILedger
{
    protected ILedger Right { get; } = ledger;

    public virtual Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        Right.ActivateAsync(companyId, leaseNo, cancellationToken);

    public virtual Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        Right.AckWaitsAsync(companyNos, cancellationToken);

    public virtual Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) =>
        Right.AppendAsync(requests, cancellationToken);

    public virtual Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        Right.FindEventsAsync(companyNo, eventIds, cancellationToken);

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        Right.AppendChangeAsync(request, change, cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        Right.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        Right.FindAsync(companyNo, uniqueIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        Right.ReadVersionsAsync(companyNo, versions, cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        Right.HashAtAsync(companyNo, version, cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => Right.ReleaseAsync(companyNo, epoch, cancellationToken);
}
