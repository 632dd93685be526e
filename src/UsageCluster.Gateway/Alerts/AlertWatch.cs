using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Has alerts looked at for as long as the process runs.</summary>
internal sealed class AlertWatch(AlertSweeper sweeper, AlertsOptions options, TimeProvider time, ILogger<AlertWatch> logger) : BackgroundService
{
    /// <summary>Of the time that the host has to stop, this much at most; others have to end after it.</summary>
    private static readonly TimeSpan ReleaseTime = TimeSpan.FromSeconds(1);

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
        using var limit = new CancellationTokenSource(ReleaseTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await sweeper.ReleaseAsync(either.Token);
        }
#pragma warning disable CA1031 // No shutdown fails for it: another process takes over a little later.
        catch (Exception failure)
#pragma warning restore CA1031
        {
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
