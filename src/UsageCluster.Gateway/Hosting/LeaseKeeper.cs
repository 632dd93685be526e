using Microsoft.Extensions.Hosting;
using UsageCluster.Actors.Leases;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Takes the node's lease before the host serves, and gives it up after everything else has ended: to be added before what gives the companies up.
/// </summary>
public sealed class LeaseKeeper(NodeLease lease, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await lease.TakeFirstAsync(cancellationToken);
        _running = lease.RunAsync(_stop.Token);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running;
        // Not by the host's token: what others left of its time does not decide whether the next owners wait.
        using var limit = new CancellationTokenSource(ReleaseTimeout, time);
        await lease.ReleaseAsync(limit.Token);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
