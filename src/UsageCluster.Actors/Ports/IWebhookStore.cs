using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// Webhooks as rows, and the queue of what is sent to them. Writes of webhooks, and replays, are one transaction with their audit record; failures as in
/// <see cref="IControlStore"/>.
/// </summary>
public interface IWebhookStore
{
    /// <summary>A webhook; null: none.</summary>
    Task<WebhookRow?> FindWebhookAsync(string webhookId, CancellationToken cancellationToken);

    /// <summary>Webhooks, newest first, then by id.</summary>
    Task<PageOf<WebhookRow>> ListWebhooksAsync(PageRequest page, CancellationToken cancellationToken);

    /// <summary>Keeps a new webhook; Unchanged if the id exists.</summary>
    Task<StoreWrite> CreateWebhookAsync(WebhookRow webhook, AuditRecord audit, CancellationToken cancellationToken);

    /// <summary>Replaces a webhook. <paramref name="change"/> gets the row under lock; null: leave it (Unchanged). NotFound: none.</summary>
    Task<StoreWrite> ChangeWebhookAsync(
        string webhookId, Func<WebhookRow, WebhookRow?> change, Func<WebhookRow, WebhookRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Deletes a webhook with its deliveries. NotFound: none. InUse: an alert names it.</summary>
    Task<StoreWrite> DeleteWebhookAsync(string webhookId, Func<WebhookRow, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>A webhook's deliveries, newest first; in one state where one is given.</summary>
    Task<PageOf<DeliveryRow>> ListDeliveriesAsync(string webhookId, DeliveryState? state, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// Queues deliveries again, under their ids and as if never tried. How many; null, and nothing is done: one of the ids is not a delivery of the webhook.
    /// </summary>
    Task<int?> ReplayAsync(string webhookId, DeliveryReplay replay, Func<int, AuditRecord> audit, CancellationToken cancellationToken);

    /// <summary>Takes deliveries that are due, of webhooks that are not disabled, so that nobody else does before <see cref="DeliveryClaim.Until"/>.</summary>
    Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken);

    /// <summary>Notes what became of an attempt, and whether the webhook's attempts fail.</summary>
    Task CompleteAsync(DeliveryOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Forgets deliveries that are no longer pending and were made before an instant.</summary>
    Task PruneAsync(Instant before, CancellationToken cancellationToken);
}
