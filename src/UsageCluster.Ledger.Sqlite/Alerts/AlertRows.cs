using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Alerts;

/// <summary>Alerts as rows.</summary>
internal static class AlertRows
{
    /// <summary>Of an alert <c>a</c>, in the order of <see cref="Read"/>. No id of a webhook has a comma.</summary>
    public const string Columns =
        """
        a.alert_id, a.alert_name, (SELECT c.company_id FROM companies c WHERE c.company_no = a.company_no),
            (SELECT s.ats_id FROM ats s WHERE s.ats_no = a.ats_no), a.measure, a.amount, a.created_at,
            (SELECT group_concat(w.webhook_id) FROM alert_webhooks w WHERE w.alert_id = a.alert_id)
        """;

    /// <summary>A null filters nothing.</summary>
    private const string OfOwner =
        """
        FROM alerts a
        WHERE (?1 IS NULL OR a.company_no = (SELECT company_no FROM companies WHERE company_id = ?1))
            AND (?2 IS NULL OR a.ats_no = (SELECT ats_no FROM ats WHERE ats_id = ?2))
        """;

    private const string Insert =
        """
        INSERT INTO alerts (alert_id, alert_name, company_no, ats_no, measure, amount, created_at)
        VALUES (?1, ?2, (SELECT company_no FROM companies WHERE company_id = ?3), (SELECT ats_no FROM ats WHERE ats_id = ?4), ?5, ?6, ?7)
        """;

    private const string Update =
        """
        UPDATE alerts SET alert_name = ?2, company_no = (SELECT company_no FROM companies WHERE company_id = ?3),
            ats_no = (SELECT ats_no FROM ats WHERE ats_id = ?4), measure = ?5, amount = ?6, created_at = ?7
        WHERE alert_id = ?1
        """;

    public static AlertRow? Find(Session session, string alertId) =>
        session.Find($"SELECT {Columns} FROM alerts a WHERE a.alert_id = ?1", Read, alertId);

    public static PageOf<AlertRow> List(Session session, string? companyId, string? atsId, PageRequest page) => session.Page(
        "SELECT count(*) " + OfOwner, $"SELECT {Columns} {OfOwner} ORDER BY a.alert_id LIMIT ?3 OFFSET ?4", Read, page, companyId, atsId);

    public static StoreWrite Create(Session session, AlertRow alert, AuditRecord audit)
    {
        if (Find(session, alert.AlertId) is not null)
            return StoreWrite.Unchanged;
        if (Missing(session, alert) is { } missing)
            return missing;
        session.Execute(Insert, Values(alert));
        AddWebhooks(session, alert);
        AuditRows.Add(session, audit);
        return StoreWrite.Created;
    }

    public static StoreWrite Change(
        Session session, string alertId, Func<AlertRow, AlertRow?> change, Func<AlertRow, AlertRow, AuditRecord> audit)
    {
        if (Find(session, alertId) is not { } before)
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.AlertId != alertId)
            throw new ArgumentException("A change keeps the alert's id.", nameof(change));
        if (Missing(session, after) is { } missing)
            return missing;
        session.Execute(Update, Values(after));
        session.Execute("DELETE FROM alert_webhooks WHERE alert_id = ?1", alertId);
        AddWebhooks(session, after);
        AuditRows.Add(session, audit(before, after));
        return StoreWrite.Updated;
    }

    public static StoreWrite Delete(Session session, string alertId, Func<AlertRow, AuditRecord> audit)
    {
        if (Find(session, alertId) is not { } before)
            return StoreWrite.NotFound;
        session.Execute("DELETE FROM alerts WHERE alert_id = ?1", alertId);
        AuditRows.Add(session, audit(before));
        return StoreWrite.Updated;
    }

    public static AlertRow Read(SqliteDataReader row) => new()
    {
        AlertId = row.GetString(0),
        Name = row.GetString(1),
        CompanyId = row.TextOrNull(2),
        AtsId = row.TextOrNull(3),
        Threshold = new AlertThreshold((AlertMeasure)row.GetInt32(4), row.GetInt64(5)),
        CreatedAt = row.Instant(6),
        WebhookIds = [.. row.GetString(7).Split(',').Order(StringComparer.Ordinal)],
    };

    private static StoreWrite? Missing(Session session, AlertRow alert)
    {
        var hasOwner = alert.AtsId is { } atsId
            ? AtsRows.NumberOf(session, atsId) is not null
            : alert.CompanyId is { } companyId && CompanyRows.NumberOf(session, companyId) is not null;
        if (!hasOwner)
            return StoreWrite.MissingReference;
        return alert.WebhookIds.All(id => session.FindInteger("SELECT 1 FROM webhooks WHERE webhook_id = ?1", id) is not null)
            ? null
            : StoreWrite.MissingWebhook;
    }

    private static void AddWebhooks(Session session, AlertRow alert)
    {
        foreach (var webhookId in alert.WebhookIds)
            session.Execute("INSERT INTO alert_webhooks (alert_id, webhook_id) VALUES (?1, ?2)", alert.AlertId, webhookId);
    }

    private static object?[] Values(AlertRow alert) =>
    [
        alert.AlertId, alert.Name, alert.CompanyId, alert.AtsId, (int)alert.Threshold.Measure, alert.Threshold.Amount, alert.CreatedAt.Ticks,
    ];
}
