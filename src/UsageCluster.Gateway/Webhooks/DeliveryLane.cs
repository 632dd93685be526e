using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Alerts;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>
/// Sends what is due to one kind of targets, a bounded number at a time and in all. There are two of them: targets that fail hold up none that
/// do not.
/// </summary>
internal sealed class DeliveryLane(
    bool failing, IWebhookStore store, WebhookSender sender, WebhookDisabling disabling, WebhooksOptions options, DeliverySignal signal, TimeProvider time,
    ILogger logger)
{
    /// <summary>What an attempt may take beyond its time-out before it counts as lost.</summary>
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _busy = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Takes as much as there is room for, and starts it.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        while (options.ParallelMax - _running.Count is > 0 and var room)
        {
            var now = Instant.From(time.GetUtcNow());
            var until = now.Plus(TimeSpan.FromSeconds(options.TimeoutSeconds) + ClaimMargin);
            var claim = new DeliveryClaim(failing, [.. _busy.Keys], options.PerTargetMax, room, now, until);
            var claimed = await store.ClaimAsync(claim, cancellationToken);
            if (claimed.Count == 0)
                return;
            foreach (var delivery in claimed)
                Start(delivery, cancellationToken);
        }
    }

    /// <summary>Waits for what is under way.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Keys);

    private void Start(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        var webhookId = claimed.Webhook.WebhookId;
        _busy.AddOrUpdate(webhookId, 1, (_, count) => count + 1);
        var attempt = AttemptAsync(claimed, cancellationToken);
        _running.TryAdd(attempt, true);
        attempt.ContinueWith(
            ended =>
            {
                _running.TryRemove(ended, out _);
                if (_busy.AddOrUpdate(webhookId, 0, (_, count) => count - 1) == 0)
                    _busy.TryRemove(KeyValuePair.Create(webhookId, 0));
                signal.Raise();
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private async Task AttemptAsync(ClaimedDelivery claimed, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var (delivery, webhook) = claimed;
        try
        {
            var answer = await sender.SendAsync(webhook, delivery.DeliveryId, delivery.Body, cancellationToken);
            // It has been sent: that is noted even while the host stops.
            await store.CompleteAsync(OutcomeOf(delivery, answer), CancellationToken.None);
            if (answer.Status == WebhookDisabling.GoneStatus)
                await disabling.DisableAsync(webhook.WebhookId, CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops: the claim ends by itself.
        }
#pragma warning disable CA1031 // An attempt whose outcome could not be kept is made again, under the same id.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.DeliveryNotKept(logger, failure, delivery.DeliveryId);
        }
    }

    private DeliveryOutcome OutcomeOf(DeliveryRow delivery, WebhookAnswer answer)
    {
        var now = Instant.From(time.GetUtcNow());
        var wait = DeliverySchedule.After(delivery.Attempts);
        var state = answer.Error is null ? DeliveryState.Delivered : wait is null ? DeliveryState.Dead : DeliveryState.Pending;
        AlertMetrics.Attempted(state);
        if (answer.Error is { } error)
            LogMessages.DeliveryFailed(logger, delivery.DeliveryId, delivery.Attempts, error);
        if (state == DeliveryState.Dead)
            LogMessages.DeadLetter(logger, delivery.DeliveryId, delivery.WebhookId);
        return new DeliveryOutcome(delivery.DeliveryId, delivery.Attempts, state, now, now.Plus(wait ?? TimeSpan.Zero), answer.Status, answer.Error);
    }
}
