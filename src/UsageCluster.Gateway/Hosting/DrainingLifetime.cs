using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UsageCluster.Gateway.Health;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Ends the process on SIGTERM, SIGINT or SIGQUIT: first the server says that it is not ready, a moment later it stops. A second
/// signal stops at once.
/// </summary>
public sealed class DrainingLifetime(
    IHostApplicationLifetime application, Readiness readiness, HostTimes times, TimeProvider time, ILogger<DrainingLifetime> logger)
    : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _stopping;

    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = StopAfterDrainAsync(first: Interlocked.Exchange(ref _stopping, 1) == 0);
    }

    private async Task StopAfterDrainAsync(bool first)
    {
        if (first)
        {
            LogMessages.Stopping(logger);
            readiness.MarkStopping();
            await Task.Delay(times.DrainDelay, time);
        }

        application.StopApplication();
    }
}
