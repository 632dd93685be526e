using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>A ledger that accepts every append, from any thread, and keeps nothing.</summary>
internal sealed class AcceptingLedger : ILedger
{
    private int _requests;

    public int Requests => _requests;

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Interlocked.Add(ref _requests, requests.Count);
        return [.. requests.Select(_ => AppendResult.Of(AppendStatus.Appended))];
    }

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(
        int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(
        int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => throw new NotSupportedException();
}
