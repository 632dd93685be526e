using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Has alerts looked at for as long as the process runs.</summary>
internal sealed class AlertWatch(AlertSweeper sweeper, AlertsOptions options, TimeProvider time, ILogger<AlertWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Interval), time);
        var failing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                failing = await SweepAsync(failing, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await sweeper.ReleaseAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Another process takes over a little later.
            LogMessages.AlertsNotRead(logger, failure);
        }
    }

    /// <summary>Whether it failed. An outage is logged once.</summary>
    private async Task<bool> SweepAsync(bool failing, CancellationToken stoppingToken)
    {
        try
        {
            await sweeper.SweepAsync(stoppingToken);
            return false;
        }
#pragma warning disable CA1031 // The next tick tries again.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!failing)
                LogMessages.AlertsNotRead(logger, failure);
            return true;
        }
    }
}
