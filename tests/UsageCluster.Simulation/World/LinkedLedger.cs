using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Simulation.Faults;

namespace UsageCluster.Simulation.World;

/// <summary>The ledger as a process reaches it.</summary>
internal sealed class LinkedLedger(StoreLink link, InMemoryLedger store) : ILedger
{
    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Activation, () => store.ActivateAsync(companyId, leaseNo, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.AckWaitsAsync(companyNos, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) => link.CallAsync(
        requests.Count > 1 ? CallPoint.SharedAppend : CallPoint.Append,
        () => store.AppendAsync(requests, CancellationToken.None),
        cancellationToken,
        () => store.AppendAsync([.. requests.Take(requests.Count / 2)], CancellationToken.None));

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Append, () => store.AppendChangeAsync(request, change, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.ReadAsync(companyNo, afterVersion, limit, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.FindEventsAsync(companyNo, eventIds, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.FindAsync(companyNo, uniqueIds, CancellationToken.None), cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.ReadVersionsAsync(companyNo, versions, CancellationToken.None), cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        link.CallAsync(CallPoint.Read, () => store.HashAtAsync(companyNo, version, CancellationToken.None), cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => link.CallAsync(
        CallPoint.Activation,
        async () =>
        {
            await store.ReleaseAsync(companyNo, epoch, CancellationToken.None);
            return true;
        },
        cancellationToken);
}
