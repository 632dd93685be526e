using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Webhooks;

/// <inheritdoc cref="IWebhookStore"/>
internal sealed class SqliteWebhookStore(Reader reader, Writer writer) : IWebhookStore
{
    public Task<WebhookRow?> FindWebhookAsync(string webhookId, CancellationToken cancellationToken) =>
        reader.RunAsync(session => WebhookRows.Find(session, webhookId), cancellationToken);

    public Task<PageOf<WebhookRow>> ListWebhooksAsync(PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => WebhookRows.List(session, page), cancellationToken);

    public Task<StoreWrite> CreateWebhookAsync(WebhookRow webhook, AuditRecord audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => WebhookRows.Create(session, webhook, audit), 1, cancellationToken);

    public Task<StoreWrite> ChangeWebhookAsync(
        string webhookId, Func<WebhookRow, WebhookRow?> change, Func<WebhookRow, WebhookRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => WebhookRows.Change(session, webhookId, change, audit), 1, cancellationToken);

    public Task<StoreWrite> DeleteWebhookAsync(string webhookId, Func<WebhookRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => WebhookRows.Delete(session, webhookId, audit), 1, cancellationToken);

    public Task<PageOf<DeliveryRow>> ListDeliveriesAsync(
        string webhookId, DeliveryState? state, PageRequest page, CancellationToken cancellationToken) =>
        reader.RunAsync(session => DeliveryRows.List(session, webhookId, state, page), cancellationToken);

    public Task<int?> ReplayAsync(string webhookId, DeliveryReplay replay, Func<int, AuditRecord> audit, CancellationToken cancellationToken) =>
        writer.RunAsync(session => DeliveryRows.Replay(session, webhookId, replay, audit), 1, cancellationToken);

    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken)
    {
        // Mostly nothing is due, and a write would sync the disk.
        if (!await reader.RunAsync(session => DeliveryRows.AnyDue(session, claim.Now), cancellationToken))
            return [];
        return await writer.RunAsync(session => DeliveryRows.Take(session, claim), claim.Limit, cancellationToken);
    }

    public Task CompleteAsync(DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        writer.RunAsync(session => DeliveryRows.Finish(session, outcome), 1, cancellationToken);

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) =>
        writer.RunAsync(session => DeliveryRows.Prune(session, before), 1, cancellationToken);
}
