using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Leases;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>A node's lease on a clock that a test moves: taken anew when asked for.</summary>
internal sealed class TestLease : INodeLease
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    public SetClock Clock { get; } = new();

    public LeaseTerm? Current { get; set; }

    public async Task<LeaseTerm> TakeAsync()
    {
        var lease = new NodeLease(new Store(), "here", new LeaseOptions { Duration = Duration }, Clock, NullLogger.Instance);
        await lease.TakeFirstAsync(CancellationToken.None);
        return Current = lease.Current!;
    }

    private sealed class Store : ILeases
    {
        public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken) => Task.FromResult(1L);

        public Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
