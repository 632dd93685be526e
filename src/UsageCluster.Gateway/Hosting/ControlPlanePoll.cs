using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Asks a store that others may write to several times a second what they changed.</summary>
public sealed class ControlPlanePoll(ControlPlane control, HostTimes times, TimeProvider time, ILogger<ControlPlanePoll> logger)
    : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(times.SyncPeriod, time);
        var failing = false;
        try
        {
            do
                failing = await SyncAsync(failing, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Whether it failed. An outage is logged once.</summary>
    private async Task<bool> SyncAsync(bool failing, CancellationToken stoppingToken)
    {
        try
        {
            await control.SyncAsync(stoppingToken);
            return false;
        }
#pragma warning disable CA1031 // The next tick tries again; answers wait for it meanwhile.
        catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!failing)
                LogMessages.SyncFailed(logger, failure);
            return true;
        }
    }
}
