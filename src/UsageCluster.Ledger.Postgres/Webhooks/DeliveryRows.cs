using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Webhooks;

/// <summary>The queue of what is sent to webhooks, as rows.</summary>
internal static class DeliveryRows
{
    /// <summary>How many columns <see cref="Read"/> reads.</summary>
    private const int ColumnCount = 13;

    private const string Columns =
        """
        d.delivery_id, d.webhook_id, d.event_id, d.event_type, d.body, d.created_at, d.state, d.attempts, d.next_attempt_at, d.last_attempt_at,
            d.last_status, d.last_error, d.delivered_at
        """;

    private const string OfWebhook = "FROM usage.webhook_deliveries d WHERE d.webhook_id = $1 AND ($2::smallint IS NULL OR d.state = $2)";

    private const string Again = "UPDATE usage.webhook_deliveries SET state = 1, attempts = 0, next_attempt_at = $2, delivered_at = NULL WHERE webhook_id = $1";

    /// <summary>Webhook by webhook, so that a long queue of one hides no other; what another node is taking just now is passed by.</summary>
    private const string Claim =
        $"""
        WITH due AS MATERIALIZED (
            SELECT d.delivery_no
            FROM usage.webhooks w
            CROSS JOIN LATERAL (
                SELECT delivery_no, next_attempt_at FROM usage.webhook_deliveries
                WHERE webhook_id = w.webhook_id AND state = 1 AND next_attempt_at <= $1
                ORDER BY next_attempt_at, delivery_no LIMIT $4 FOR UPDATE SKIP LOCKED
            ) d
            WHERE NOT w.disabled AND w.failing = $2 AND w.webhook_id <> ALL($3)
            ORDER BY d.next_attempt_at, d.delivery_no
            LIMIT $5
        )
        UPDATE usage.webhook_deliveries d SET attempts = d.attempts + 1, next_attempt_at = $6, last_attempt_at = $1
        FROM due, usage.webhooks w
        WHERE d.delivery_no = due.delivery_no AND w.webhook_id = d.webhook_id
        RETURNING {Columns}, {WebhookRows.Columns}
        """;

    /// <summary>A success counts whichever attempt it is of.</summary>
    private const string Complete =
        """
        WITH done AS (
            UPDATE usage.webhook_deliveries SET state = $3, next_attempt_at = $4, last_status = $5, last_error = $6, delivered_at = $7
            WHERE delivery_id = $1 AND state = 1 AND (attempts = $2 OR $7::bigint IS NOT NULL)
            RETURNING webhook_id
        )
        UPDATE usage.webhooks w SET failing = $7::bigint IS NULL FROM done WHERE w.webhook_id = done.webhook_id AND w.failing <> ($7::bigint IS NULL)
        """;

    public static Task<PageOf<DeliveryRow>> ListAsync(
        NpgsqlConnection connection, string webhookId, DeliveryState? state, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) " + OfWebhook,
            $"SELECT {Columns} {OfWebhook} ORDER BY d.delivery_no DESC LIMIT $3 OFFSET $4",
            Read,
            page,
            () => [Sql.Text(webhookId), Sql.SmallInt((int?)state)],
            cancellationToken);

    public static async Task<int?> ReplayAsync(
        ControlTransaction transaction, string webhookId, DeliveryReplay replay, Func<int, AuditRecord> audit, CancellationToken cancellationToken)
    {
        var queued = replay.DeliveryIds is { } ids
            ? await transaction.Connection.ExecuteAsync(
                Again + " AND delivery_id = ANY($3)", cancellationToken, Sql.Text(webhookId), Sql.BigInt(replay.At.Ticks), Sql.Texts(ids))
            : await transaction.Connection.ExecuteAsync(
                Again + " AND state = 3 AND created_at >= $3",
                cancellationToken,
                Sql.Text(webhookId),
                Sql.BigInt(replay.At.Ticks),
                Sql.BigInt(replay.Since!.Value.Ticks));
        if (replay.DeliveryIds is { } asked && queued != asked.Count)
            return null;
        transaction.Audit(audit(queued));
        return queued;
    }

    public static Task<List<ClaimedDelivery>> ClaimAsync(NpgsqlConnection connection, DeliveryClaim claim, CancellationToken cancellationToken) =>
        connection.ListAsync(
            Claim,
            row => new ClaimedDelivery(Read(row), WebhookRows.Read(row, ColumnCount)),
            cancellationToken,
            Sql.BigInt(claim.Now.Ticks),
            Sql.Bool(claim.Failing),
            Sql.Texts(claim.Busy),
            Sql.Int(claim.PerWebhook),
            Sql.Int(claim.Limit),
            Sql.BigInt(claim.Until.Ticks));

    public static Task<int> CompleteAsync(NpgsqlConnection connection, DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            Complete,
            cancellationToken,
            Sql.Text(outcome.DeliveryId),
            Sql.Int(outcome.Attempt),
            Sql.SmallInt((int)outcome.State),
            Sql.BigInt(outcome.NextAttemptAt.Ticks),
            Sql.Int(outcome.Status),
            Sql.Text(outcome.Error),
            Sql.BigInt(outcome.State == DeliveryState.Delivered ? outcome.At.Ticks : null));

    public static Task<int> PruneAsync(NpgsqlConnection connection, Instant before, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "DELETE FROM usage.webhook_deliveries WHERE state <> 1 AND created_at < $1", cancellationToken, Sql.BigInt(before.Ticks));

    private static DeliveryRow Read(NpgsqlDataReader row) => new()
    {
        DeliveryId = row.GetString(0),
        WebhookId = row.GetString(1),
        EventId = row.GetString(2),
        EventType = row.GetString(3),
        Body = row.GetString(4),
        CreatedAt = row.Instant(5),
        State = (DeliveryState)row.GetInt16(6),
        Attempts = row.GetInt32(7),
        NextAttemptAt = row.Instant(8),
        LastAttemptAt = row.InstantOrNull(9),
        LastStatus = row.IsDBNull(10) ? null : row.GetInt32(10),
        LastError = row.TextOrNull(11),
        DeliveredAt = row.InstantOrNull(12),
    };
}
