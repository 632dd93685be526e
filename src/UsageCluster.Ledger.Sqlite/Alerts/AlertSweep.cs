using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Alerts;

/// <summary>Which alerts are to be looked at, what was seen of them, and that they have fired. The one process that holds the store sweeps.</summary>
internal static class AlertSweep
{
    /// <summary>The text is that of <see cref="AlertLook.Seen"/>.</summary>
    private const string Looks =
        $"""
        SELECT {AlertRows.Columns}
        FROM alerts a
        WHERE a.alert_id > ?1
            AND NOT EXISTS (
                SELECT 1 FROM alert_firings f
                WHERE f.alert_id = a.alert_id AND f.period = ?2 AND f.measure = a.measure AND f.amount = a.amount)
            AND NOT EXISTS (
                SELECT 1 FROM alert_looks l
                WHERE l.alert_id = a.alert_id AND l.period = ?2 AND l.seen =
                    a.measure || ':' || a.amount || ':'
                    || CASE WHEN a.measure = 1 THEN (SELECT rates_revision FROM control_revision) ELSE '{AlertLook.NotCounted}' END || ':'
                    || coalesce(CASE WHEN a.ats_no IS NULL THEN (
                        SELECT c.company_id || ':' || h.version FROM companies c JOIN company_heads h USING (company_no) WHERE c.company_no = a.company_no
                    ) ELSE (
                        SELECT group_concat(s.seen) FROM (
                            SELECT c.company_id || ':' || h.version AS seen
                            FROM ats_members m JOIN companies c USING (company_no) JOIN company_heads h USING (company_no)
                            WHERE m.ats_no = a.ats_no ORDER BY c.company_id
                        ) s
                    ) END, ''))
        ORDER BY a.alert_id
        LIMIT ?3
        """;

    /// <summary>An alert that was deleted meanwhile keeps none.</summary>
    private const string Save =
        """
        INSERT INTO alert_looks (alert_id, period, seen) SELECT alert_id, ?2, ?3 FROM alerts WHERE alert_id = ?1
        ON CONFLICT (alert_id, period) DO UPDATE SET seen = excluded.seen
        """;

    private const string Fire =
        """
        INSERT INTO alert_firings (alert_id, period, measure, amount, fired_at, event_id)
        SELECT alert_id, ?2, measure, amount, ?5, ?6 FROM alerts WHERE alert_id = ?1 AND measure = ?3 AND amount = ?4
        ON CONFLICT DO NOTHING
        """;

    private const string Queue =
        """
        INSERT INTO webhook_deliveries (delivery_id, webhook_id, event_id, event_type, body, created_at, state, attempts, next_attempt_at)
        SELECT ?2 || '_' || webhook_id, webhook_id, ?2, ?3, ?4, ?5, 1, 0, ?5 FROM alert_webhooks WHERE alert_id = ?1
        """;

    public static List<AlertLook> Find(Session session, AlertSweepRequest request) =>
    [
        .. request.Periods
            .SelectMany(period => session
                .Query(Looks, AlertRows.Read, request.AfterAlertId, period.Number, request.Limit)
                .Select(alert => new AlertLook(alert, period)))
            .OrderBy(look => look.Alert.AlertId, StringComparer.Ordinal)
            .ThenBy(look => look.Period)
            .Take(request.Limit),
    ];

    public static int KeepSeen(Session session, IReadOnlyList<SeenAlert> looks, CalendarMonth oldest)
    {
        foreach (var look in looks)
            session.Execute(Save, look.AlertId, look.Period.Number, look.Seen);
        return session.Execute("DELETE FROM alert_looks WHERE period < ?1", oldest.Number);
    }

    public static bool KeepFired(Session session, AlertFiring firing)
    {
        var fired = session.Execute(
            Fire,
            firing.AlertId,
            firing.Period.Number,
            (int)firing.Threshold.Measure,
            firing.Threshold.Amount,
            firing.FiredAt.Ticks,
            firing.EventId);
        if (fired == 0)
            return false;
        session.Execute(Queue, firing.AlertId, firing.EventId, firing.EventType, firing.Body, firing.FiredAt.Ticks);
        return true;
    }
}
