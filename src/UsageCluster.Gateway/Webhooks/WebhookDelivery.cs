using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>Sends events to webhooks for as long as the process runs. Any number of processes may.</summary>
internal sealed class WebhookDelivery : BackgroundService
{
    private static readonly TimeSpan PrunePeriod = TimeSpan.FromHours(1);

    private readonly IWebhookStore _store;
    private readonly WebhooksOptions _options;
    private readonly DeliverySignal _signal;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookDelivery> _logger;
    private readonly DeliveryLane[] _lanes;
    private Instant _pruned = Instant.Always;

    public WebhookDelivery(
        IWebhookStore store, WebhookSender sender, WebhookDisabling disabling, WebhooksOptions options, DeliverySignal signal, TimeProvider time,
        ILogger<WebhookDelivery> logger)
    {
        (_store, _options, _signal, _time, _logger) = (store, options, signal, time, logger);
        _lanes = [Lane(failing: false), Lane(failing: true)];

        DeliveryLane Lane(bool failing) => new(failing, store, sender, disabling, options, signal, time, logger);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        try
        {
            while (true)
            {
                failing = await FillAsync(failing, stoppingToken);
                await _signal.WaitAsync(TimeSpan.FromMilliseconds(_options.PollMs), _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            await Task.WhenAll(_lanes.Select(lane => lane.DrainAsync()));
        }
    }

    /// <summary>Whether it failed. An outage is logged once.</summary>
    private async Task<bool> FillAsync(bool failing, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var lane in _lanes)
                await lane.FillAsync(stoppingToken);
            await PruneAsync(stoppingToken);
            return false;
        }
#pragma warning disable CA1031 // The next look tries again.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!failing)
                LogMessages.DeliveriesNotRead(_logger, failure);
            return true;
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var now = Instant.From(_time.GetUtcNow());
        if (now < _pruned.Plus(PrunePeriod))
            return;
        await _store.PruneAsync(now.Plus(-TimeSpan.FromDays(_options.RetentionDays)), cancellationToken);
        _pruned = now;
    }
}
