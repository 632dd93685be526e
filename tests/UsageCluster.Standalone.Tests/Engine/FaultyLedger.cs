using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>A real ledger whose appends a test holds, or lets end without an answer after they were committed.</summary>
internal sealed class FaultyLedger(ILedger inner) : ILedger
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answersToLose;
    private int _activations;

    /// <summary>Held before an append.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>Completes with the arrival of the first append.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Appends that arrived.</summary>
    public int Appends { get; private set; }

    public int Activations => _activations;

    /// <summary>The next append commits and its answer is lost.</summary>
    public void LoseNextAnswer() => Volatile.Write(ref _answersToLose, 1);

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _activations);
        return inner.ActivateAsync(companyId, leaseNo, cancellationToken);
    }

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        inner.AckWaitsAsync(companyNos, cancellationToken);

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        Appends++;
        _arrived.TrySetResult();
        if (Hold is { } hold)
            await hold.Task;
        var results = await inner.AppendAsync(requests, cancellationToken);
        return Interlocked.Exchange(ref _answersToLose, 0) == 1 ? throw new IOException("The connection was reset.") : results;
    }

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        inner.AppendChangeAsync(request, change, cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(
        int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) => inner.FindEventsAsync(companyNo, eventIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        inner.FindAsync(companyNo, uniqueIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        inner.ReadVersionsAsync(companyNo, versions, cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        inner.HashAtAsync(companyNo, version, cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => inner.ReleaseAsync(companyNo, epoch, cancellationToken);
}
