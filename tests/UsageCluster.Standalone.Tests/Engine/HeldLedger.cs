using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>A ledger whose administrative changes wait for a test.</summary>
internal sealed class HeldLedger(ILedger ledger) : ILedger
{
    /// <summary>Completes when a change has come.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What changes wait for.</summary>
    public TaskCompletionSource Hold { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken)
    {
        Reached.TrySetResult();
        await Hold.Task;
        return await ledger.AppendChangeAsync(request, change, cancellationToken);
    }

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        ledger.ActivateAsync(companyId, leaseNo, cancellationToken);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        ledger.AckWaitsAsync(companyNos, cancellationToken);

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken) =>
        ledger.AppendAsync(requests, cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        ledger.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        ledger.FindEventsAsync(companyNo, eventIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        ledger.FindAsync(companyNo, uniqueIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        ledger.ReadVersionsAsync(companyNo, versions, cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        ledger.HashAtAsync(companyNo, version, cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) =>
        ledger.ReleaseAsync(companyNo, epoch, cancellationToken);
}
