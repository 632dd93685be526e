using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Orleans.Tests.Contract;

/// <summary>A real ledger that counts appends, and that a test makes unreachable.</summary>
internal sealed class CountingLedger(ILedger inner) : ILedger
{
    private int _appends;

    /// <summary>Companies' appends so far: several of one statement count as several.</summary>
    public int Appends => Volatile.Read(ref _appends);

    /// <summary>A company that cannot be activated; null: none.</summary>
    public volatile string? Unreachable;

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        companyId == Unreachable
            ? throw new LedgerUnavailableException("Not now.", null)
            : inner.ActivateAsync(companyId, leaseNo, cancellationToken);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        inner.AckWaitsAsync(companyNos, cancellationToken);

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _appends, requests.Count);
        return inner.AppendAsync(requests, cancellationToken);
    }

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        inner.AppendChangeAsync(request, change, cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        inner.FindEventsAsync(companyNo, eventIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        inner.FindAsync(companyNo, uniqueIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        inner.ReadVersionsAsync(companyNo, versions, cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        inner.HashAtAsync(companyNo, version, cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => inner.ReleaseAsync(companyNo, epoch, cancellationToken);
}
