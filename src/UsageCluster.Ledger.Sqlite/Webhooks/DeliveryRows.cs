using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Webhooks;

/// <summary>The queue of what is sent to webhooks, as rows.</summary>
internal static class DeliveryRows
{
    private const string Columns =
        """
        d.delivery_id, d.webhook_id, d.event_id, d.event_type, d.body, d.created_at, d.state, d.attempts, d.next_attempt_at, d.last_attempt_at,
            d.last_status, d.last_error, d.delivered_at
        """;

    private const string OfWebhook = "FROM webhook_deliveries d WHERE d.webhook_id = ?1 AND (?2 IS NULL OR d.state = ?2)";

    private const string Again = "UPDATE webhook_deliveries SET state = 1, attempts = 0, next_attempt_at = ?2, delivered_at = NULL WHERE webhook_id = ?1";

    private const string Ready =
        """
        SELECT w.webhook_id FROM webhooks w
        WHERE NOT w.disabled AND w.failing = ?1
            AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.webhook_id AND d.state = 1 AND d.next_attempt_at <= ?2)
        ORDER BY (SELECT min(d.next_attempt_at) FROM webhook_deliveries d WHERE d.webhook_id = w.webhook_id AND d.state = 1), w.webhook_id
        """;

    private const string Due =
        $"""
        SELECT {Columns} FROM webhook_deliveries d WHERE d.webhook_id = ?1 AND d.state = 1 AND d.next_attempt_at <= ?2
        ORDER BY d.next_attempt_at, d.delivery_no LIMIT ?3
        """;

    private const string Claim =
        "UPDATE webhook_deliveries SET attempts = attempts + 1, next_attempt_at = ?2, last_attempt_at = ?3 WHERE delivery_id = ?1";

    /// <summary>A success counts whichever attempt it is of.</summary>
    private const string Complete =
        """
        UPDATE webhook_deliveries SET state = ?3, next_attempt_at = ?4, last_status = ?5, last_error = ?6, delivered_at = ?7
        WHERE delivery_id = ?1 AND state = 1 AND (attempts = ?2 OR ?7 IS NOT NULL)
        """;

    private const string Fail =
        "UPDATE webhooks SET failing = ?2 WHERE webhook_id = (SELECT webhook_id FROM webhook_deliveries WHERE delivery_id = ?1) AND failing <> ?2";

    public static PageOf<DeliveryRow> List(Session session, string webhookId, DeliveryState? state, PageRequest page) => session.Page(
        "SELECT count(*) " + OfWebhook,
        $"SELECT {Columns} {OfWebhook} ORDER BY d.delivery_no DESC LIMIT ?3 OFFSET ?4",
        Read,
        page,
        webhookId,
        state is null ? null : (int)state);

    /// <summary>How many; null where one of the ids is not a delivery of the webhook.</summary>
    public static int? Replay(Session session, string webhookId, DeliveryReplay replay, Func<int, AuditRecord> audit)
    {
        var queued = 0;
        if (replay.DeliveryIds is { } ids)
        {
            if (ids.Any(id => session.FindInteger("SELECT 1 FROM webhook_deliveries WHERE webhook_id = ?1 AND delivery_id = ?2", webhookId, id) is null))
                return null;
            foreach (var id in ids)
                queued += session.Execute(Again + " AND delivery_id = ?3", webhookId, replay.At.Ticks, id);
        }
        else
        {
            queued = session.Execute(Again + " AND state = 3 AND created_at >= ?3", webhookId, replay.At.Ticks, replay.Since!.Value.Ticks);
        }

        AuditRows.Add(session, audit(queued));
        return queued;
    }

    /// <summary>Whether there may be something to take.</summary>
    public static bool AnyDue(Session session, Instant now) =>
        session.FindInteger("SELECT 1 FROM webhook_deliveries WHERE state = 1 AND next_attempt_at <= ?1 LIMIT 1", now.Ticks) is not null;

    public static List<ClaimedDelivery> Take(Session session, DeliveryClaim claim)
    {
        var taken = new List<ClaimedDelivery>();
        foreach (var webhookId in session.Query(Ready, row => row.GetString(0), claim.Failing ? 1 : 0, claim.Now.Ticks).Except(claim.Busy, StringComparer.Ordinal))
        {
            var limit = Math.Min(claim.PerWebhook, claim.Limit - taken.Count);
            if (limit == 0)
                break;
            var webhook = WebhookRows.Find(session, webhookId)!;
            foreach (var delivery in session.Query(Due, Read, webhookId, claim.Now.Ticks, limit))
            {
                session.Execute(Claim, delivery.DeliveryId, claim.Until.Ticks, claim.Now.Ticks);
                var claimed = delivery with { Attempts = delivery.Attempts + 1, NextAttemptAt = claim.Until, LastAttemptAt = claim.Now };
                taken.Add(new ClaimedDelivery(claimed, webhook));
            }
        }

        return taken;
    }

    public static bool Finish(Session session, DeliveryOutcome outcome)
    {
        var delivered = outcome.State == DeliveryState.Delivered;
        var noted = session.Execute(
            Complete,
            outcome.DeliveryId,
            outcome.Attempt,
            (int)outcome.State,
            outcome.NextAttemptAt.Ticks,
            outcome.Status,
            outcome.Error,
            delivered ? outcome.At.Ticks : null);
        if (noted > 0)
            session.Execute(Fail, outcome.DeliveryId, delivered ? 0 : 1);
        return noted > 0;
    }

    public static int Prune(Session session, Instant before) =>
        session.Execute("DELETE FROM webhook_deliveries WHERE state <> 1 AND created_at < ?1", before.Ticks);

    private static DeliveryRow Read(SqliteDataReader row) => new()
    {
        DeliveryId = row.GetString(0),
        WebhookId = row.GetString(1),
        EventId = row.GetString(2),
        EventType = row.GetString(3),
        Body = row.GetString(4),
        CreatedAt = row.Instant(5),
        State = (DeliveryState)row.GetInt32(6),
        Attempts = row.GetInt32(7),
        NextAttemptAt = row.Instant(8),
        LastAttemptAt = row.InstantOrNull(9),
        LastStatus = (int?)row.IntegerOrNull(10),
        LastError = row.TextOrNull(11),
        DeliveredAt = row.InstantOrNull(12),
    };
}
