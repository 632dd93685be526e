using UsageCluster.Actors.Leases;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>A store of one node's leases that says what it is told to.</summary>
internal sealed class ToldLeases : ILeases
{
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LeaseRenewal _next = new(true, []);
    private long _taken;

    /// <summary>Completes when the node says that it has honoured takeovers.</summary>
    public Task Confirmed => _confirmed.Task;

    /// <summary>What the next renewal is answered.</summary>
    public void Tell(LeaseRenewal renewal) => _next = renewal;

    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken)
    {
        _next = new(true, []);
        return Task.FromResult(Interlocked.Increment(ref _taken));
    }

    public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) => Task.FromResult(_next);

    public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken)
    {
        _next = new(true, []);
        _confirmed.TrySetResult();
        return Task.CompletedTask;
    }

    public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => Task.CompletedTask;
}
