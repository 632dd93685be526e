using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Webhooks;

/// <inheritdoc cref="IWebhookStore"/>
internal sealed class PostgresWebhookStore(Database database, ChangeLog changes) : IWebhookStore
{
    public Task<WebhookRow?> FindWebhookAsync(string webhookId, CancellationToken cancellationToken) =>
        database.ReadAsync(c => WebhookRows.FindAsync(c, webhookId, cancellationToken), cancellationToken);

    public Task<PageOf<WebhookRow>> ListWebhooksAsync(PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => WebhookRows.ListAsync(c, page, cancellationToken), cancellationToken);

    public Task<StoreWrite> CreateWebhookAsync(WebhookRow webhook, AuditRecord audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => WebhookRows.CreateAsync(t, webhook, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> ChangeWebhookAsync(
        string webhookId, Func<WebhookRow, WebhookRow?> change, Func<WebhookRow, WebhookRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => WebhookRows.ChangeAsync(t, webhookId, change, audit, cancellationToken), cancellationToken);

    public Task<StoreWrite> DeleteWebhookAsync(string webhookId, Func<WebhookRow, AuditRecord> audit, CancellationToken cancellationToken) =>
        database.WriteControlAsync(changes, t => WebhookRows.DeleteAsync(t, webhookId, audit, cancellationToken), cancellationToken);

    public Task<PageOf<DeliveryRow>> ListDeliveriesAsync(
        string webhookId, DeliveryState? state, PageRequest page, CancellationToken cancellationToken) =>
        database.ReadAsync(c => DeliveryRows.ListAsync(c, webhookId, state, page, cancellationToken), cancellationToken);

    public async Task<int?> ReplayAsync(string webhookId, DeliveryReplay replay, Func<int, AuditRecord> audit, CancellationToken cancellationToken)
    {
        int? queued = null;
        await database.TransactAsync(
            changes,
            async transaction => (queued = await DeliveryRows.ReplayAsync(transaction, webhookId, replay, audit, cancellationToken)) is not null,
            cancellationToken);
        return queued;
    }

    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryClaim claim, CancellationToken cancellationToken) =>
        await database.WriteAsync(c => DeliveryRows.ClaimAsync(c, claim, cancellationToken), cancellationToken);

    public Task CompleteAsync(DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        database.WriteAsync(c => DeliveryRows.CompleteAsync(c, outcome, cancellationToken), cancellationToken);

    public Task PruneAsync(Instant before, CancellationToken cancellationToken) =>
        database.WriteAsync(c => DeliveryRows.PruneAsync(c, before, cancellationToken), cancellationToken);
}
