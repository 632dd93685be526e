using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>One node's way to the leases: a test cuts it off, or holds answers up.</summary>
internal sealed class LeaseCalls(ILeases store) : ILeases
{
    private readonly List<TaskCompletionSource> _held = [];

    /// <summary>Calls fail before they reach the store.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Calls reach the store, and their answers wait.</summary>
    public bool HoldsAnswers { get; set; }

    /// <summary>A cancelled call waits for its answer all the same.</summary>
    public bool IgnoresCancellation { get; set; }

    /// <summary>Answers that wait.</summary>
    public int Held => _held.Count;

    public void Answer()
    {
        HoldsAnswers = false;
        foreach (var held in _held)
            held.TrySetResult();
        _held.Clear();
    }

    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken) =>
        CallAsync(() => store.TakeAsync(node, duration, previous, cancellationToken), cancellationToken);

    public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) =>
        CallAsync(() => store.RenewAsync(leaseNo, duration, cancellationToken), cancellationToken);

    public async Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) => await CallAsync(
        async () =>
        {
            await store.ConfirmAsync(leaseNo, takeovers, cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => await CallAsync(
        async () =>
        {
            await store.ReleaseAsync(leaseNo, cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (IsCutOff)
            throw new LedgerUnavailableException("The node was cut off.");
        var answer = await call();
        if (HoldsAnswers)
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Add(held);
            await using var cancelled = IgnoresCancellation
                ? default
                : cancellationToken.Register(() => held.TrySetCanceled(cancellationToken));
            await held.Task;
        }

        return answer;
    }
}
