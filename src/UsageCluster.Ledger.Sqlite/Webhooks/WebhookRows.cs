using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Webhooks;

/// <summary>Webhooks as rows.</summary>
internal static class WebhookRows
{
    private const string Select =
        "SELECT webhook_id, url, description, disabled, secret, previous_secret, previous_secret_until, created_at FROM webhooks";

    private const string Insert =
        """
        INSERT INTO webhooks (webhook_id, url, description, disabled, secret, previous_secret, previous_secret_until, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING
        """;

    private const string Update =
        """
        UPDATE webhooks SET url = ?2, description = ?3, disabled = ?4, secret = ?5, previous_secret = ?6, previous_secret_until = ?7, created_at = ?8
        WHERE webhook_id = ?1
        """;

    public static WebhookRow? Find(Session session, string webhookId) => session.Find(Select + " WHERE webhook_id = ?1", Read, webhookId);

    public static PageOf<WebhookRow> List(Session session, PageRequest page) => session.Page(
        "SELECT count(*) FROM webhooks", Select + " ORDER BY created_at DESC, webhook_id LIMIT ?1 OFFSET ?2", Read, page);

    public static StoreWrite Create(Session session, WebhookRow webhook, AuditRecord audit)
    {
        if (session.Execute(Insert, Values(webhook)) == 0)
            return StoreWrite.Unchanged;
        AuditRows.Add(session, audit);
        return StoreWrite.Created;
    }

    public static StoreWrite Change(
        Session session, string webhookId, Func<WebhookRow, WebhookRow?> change, Func<WebhookRow, WebhookRow, AuditRecord> audit)
    {
        if (Find(session, webhookId) is not { } before)
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.WebhookId != webhookId)
            throw new ArgumentException("A change keeps the webhook's id.", nameof(change));
        session.Execute(Update, Values(after));
        AuditRows.Add(session, audit(before, after));
        return StoreWrite.Updated;
    }

    public static StoreWrite Delete(Session session, string webhookId, Func<WebhookRow, AuditRecord> audit)
    {
        if (Find(session, webhookId) is not { } before)
            return StoreWrite.NotFound;
        if (session.FindInteger("SELECT 1 FROM alert_webhooks WHERE webhook_id = ?1", webhookId) is not null)
            return StoreWrite.InUse;
        session.Execute("DELETE FROM webhooks WHERE webhook_id = ?1", webhookId);
        AuditRows.Add(session, audit(before));
        return StoreWrite.Updated;
    }

    private static object?[] Values(WebhookRow webhook) =>
    [
        webhook.WebhookId, webhook.Url, webhook.Description, webhook.Disabled ? 1 : 0, webhook.Secret, webhook.PreviousSecret,
        webhook.PreviousSecretUntil?.Ticks, webhook.CreatedAt.Ticks,
    ];

    private static WebhookRow Read(SqliteDataReader row) => new()
    {
        WebhookId = row.GetString(0),
        Url = row.GetString(1),
        Description = row.TextOrNull(2),
        Disabled = row.GetBoolean(3),
        Secret = row.Bytes(4),
        PreviousSecret = row.BytesOrNull(5),
        PreviousSecretUntil = row.InstantOrNull(6),
        CreatedAt = row.Instant(7),
    };
}
