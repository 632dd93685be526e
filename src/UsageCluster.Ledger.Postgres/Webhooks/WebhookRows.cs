using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Webhooks;

/// <summary>Webhooks as rows.</summary>
internal static class WebhookRows
{
    /// <summary>Of a webhook <c>w</c>, in the order of <see cref="Read"/>.</summary>
    public const string Columns =
        "w.webhook_id, w.url, w.description, w.disabled, w.secret, w.previous_secret, w.previous_secret_until, w.created_at";

    private const string Select = $"SELECT {Columns} FROM usage.webhooks w";

    private const string Insert =
        """
        INSERT INTO usage.webhooks (webhook_id, url, description, disabled, secret, previous_secret, previous_secret_until, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
        """;

    private const string Update =
        """
        UPDATE usage.webhooks SET url = $2, description = $3, disabled = $4, secret = $5, previous_secret = $6, previous_secret_until = $7, created_at = $8
        WHERE webhook_id = $1
        """;

    private const string InUse = "SELECT EXISTS (SELECT 1 FROM usage.alert_webhooks WHERE webhook_id = $1)";

    public static async Task<WebhookRow?> FindAsync(NpgsqlConnection connection, string webhookId, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(Select + " WHERE w.webhook_id = $1", r => Read(r, 0), cancellationToken, Sql.Text(webhookId));
        return rows is [var row] ? row : null;
    }

    public static Task<PageOf<WebhookRow>> ListAsync(NpgsqlConnection connection, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) FROM usage.webhooks",
            Select + " ORDER BY w.created_at DESC, w.webhook_id LIMIT $1 OFFSET $2",
            r => Read(r, 0),
            page,
            cancellationToken);

    public static async Task<StoreWrite> CreateAsync(
        ControlTransaction transaction, WebhookRow webhook, AuditRecord audit, CancellationToken cancellationToken)
    {
        if (await transaction.Connection.ExecuteAsync(Insert, cancellationToken, Values(webhook)) == 0)
            return StoreWrite.Unchanged;
        transaction.Audit(audit);
        return StoreWrite.Created;
    }

    public static async Task<StoreWrite> ChangeAsync(
        ControlTransaction transaction, string webhookId, Func<WebhookRow, WebhookRow?> change, Func<WebhookRow, WebhookRow, AuditRecord> audit,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, webhookId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.WebhookId != webhookId)
            throw new ArgumentException("A change keeps the webhook's id.", nameof(change));
        await transaction.Connection.ExecuteAsync(Update, cancellationToken, Values(after));
        transaction.Audit(audit(before, after));
        return StoreWrite.Updated;
    }

    public static async Task<StoreWrite> DeleteAsync(
        ControlTransaction transaction, string webhookId, Func<WebhookRow, AuditRecord> audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, webhookId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        if (await transaction.Connection.ScalarAsync<bool>(InUse, cancellationToken, Sql.Text(webhookId)))
            return StoreWrite.InUse;
        await transaction.Connection.ExecuteAsync("DELETE FROM usage.webhooks WHERE webhook_id = $1", cancellationToken, Sql.Text(webhookId));
        transaction.Audit(audit(before));
        return StoreWrite.Updated;
    }

    public static WebhookRow Read(NpgsqlDataReader row, int first) => new()
    {
        WebhookId = row.GetString(first),
        Url = row.GetString(first + 1),
        Description = row.TextOrNull(first + 2),
        Disabled = row.GetBoolean(first + 3),
        Secret = row.Bytes(first + 4),
        PreviousSecret = row.BytesOrNull(first + 5),
        PreviousSecretUntil = row.InstantOrNull(first + 6),
        CreatedAt = row.Instant(first + 7),
    };

    private static NpgsqlParameter[] Values(WebhookRow webhook) =>
    [
        Sql.Text(webhook.WebhookId), Sql.Text(webhook.Url), Sql.Text(webhook.Description), Sql.Bool(webhook.Disabled), Sql.Bytes(webhook.Secret),
        Sql.Bytes(webhook.PreviousSecret), Sql.BigInt(webhook.PreviousSecretUntil?.Ticks), Sql.BigInt(webhook.CreatedAt.Ticks),
    ];
}
