using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Security;

/// <summary>Stores the keys' last-used times about once a minute, and once more at the end.</summary>
internal sealed class KeyUseFlusher(KeyUse use, ControlPlane control, TimeProvider time, GatewayOptions options, ILogger<KeyUseFlusher> logger)
    : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // There is no time left for a courtesy.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.LastUsedFlushSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops: StopAsync flushes what is left.
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var used = use.Take();
        if (used.Count == 0)
            return;
        try
        {
            await control.Store.TouchKeysAsync(used, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A last-used time is a courtesy: no request or shutdown fails for it.
            LogMessages.LastUsedNotStored(logger, failure, used.Count);
        }
    }
}
