using UsageCluster.Actors.Leases;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Canaries;

/// <summary>A product whose way to the leases is wrong.</summary>
internal sealed class WrongLeases(Func<ILeases, ILeases> make) : Product
{
    public override ILeases Leases(ILeases leases) => make(leases);
}

internal sealed class RenewalGranted(ILeases leases) : LeasesDecorator(leases)
{
    public override Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken)
    {
        _ = base.RenewAsync(leaseNo, duration, cancellationToken);
        return Task.FromResult(new LeaseRenewal(true, []));
    }
}

internal sealed class TakeoversUnheard(ILeases leases) : LeasesDecorator(leases)
{
    public override async Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) =>
        new((await base.RenewAsync(leaseNo, duration, cancellationToken)).IsAlive, []);
}

/// <summary>The leases as they are; a canary overrides what it does wrong.</summary>
internal abstract class LeasesDecorator(ILeases leases) : ILeases
{
    public Task<long> TakeAsync(string node, TimeSpan duration, long? previous, CancellationToken cancellationToken) =>
        leases.TakeAsync(node, duration, previous, cancellationToken);

    public virtual Task<LeaseRenewal> RenewAsync(long leaseNo, TimeSpan duration, CancellationToken cancellationToken) =>
        leases.RenewAsync(leaseNo, duration, cancellationToken);

    public Task ConfirmAsync(long leaseNo, IReadOnlyList<Takeover> takeovers, CancellationToken cancellationToken) =>
        leases.ConfirmAsync(leaseNo, takeovers, cancellationToken);

    public Task ReleaseAsync(long leaseNo, CancellationToken cancellationToken) => leases.ReleaseAsync(leaseNo, cancellationToken);
}

internal sealed class LeaseIgnored : Product
{
    public override TimeProvider LeaseClock(TimeProvider clock) => new Stopped(clock);

    /// <summary>Timers go on; nothing that is looked at does.</summary>
    private sealed class Stopped(TimeProvider clock) : TimeProvider
    {
        private readonly DateTimeOffset _wall = clock.GetUtcNow();
        private readonly long _timestamp = clock.GetTimestamp();

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _timestamp;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
