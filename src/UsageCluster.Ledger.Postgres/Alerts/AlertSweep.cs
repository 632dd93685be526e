using Npgsql;
using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Alerts;

/// <summary>Which alerts are to be looked at, what was seen of them, and that they have fired.</summary>
internal static class AlertSweep
{
    /// <summary>Only one node looks, and another one once that has been silent for long enough. It is not what keeps an alert from firing twice.</summary>
    private const string Hold =
        """
        UPDATE usage.alert_sweep SET holder = $1, held_until = clock_timestamp() + $2
        WHERE holder IS NULL OR holder = $1 OR held_until < clock_timestamp()
        """;

    private const string Release = "UPDATE usage.alert_sweep SET holder = NULL WHERE holder = $1";

    /// <summary>The text is that of <see cref="AlertLook.Seen"/>.</summary>
    private const string Looks =
        $"""
        SELECT {AlertRows.Columns}, n.period
        FROM usage.alerts a
        CROSS JOIN unnest($1::integer[]) AS n (period)
        CROSS JOIN LATERAL (
            SELECT concat(
                a.measure, ':', a.amount, ':', CASE WHEN a.measure = 1 THEN (SELECT revision::text FROM usage.rates) ELSE '{AlertLook.NotCounted}' END, ':',
                CASE WHEN a.ats_id IS NULL THEN (
                    SELECT c.company_id || ':' || h.version FROM usage.companies c JOIN usage.heads h USING (company_no) WHERE c.company_no = a.company_no
                ) ELSE (
                    SELECT string_agg(c.company_id || ':' || h.version, ',' ORDER BY c.company_id)
                    FROM usage.ats_members m JOIN usage.companies c USING (company_no) JOIN usage.heads h USING (company_no)
                    WHERE m.ats_id = a.ats_id
                ) END) AS seen
        ) s
        WHERE a.alert_id > $2
            AND NOT EXISTS (
                SELECT 1 FROM usage.alert_firings f
                WHERE f.alert_id = a.alert_id AND f.period = n.period AND f.measure = a.measure AND f.amount = a.amount)
            AND NOT EXISTS (SELECT 1 FROM usage.alert_looks l WHERE l.alert_id = a.alert_id AND l.period = n.period AND l.seen = md5(s.seen))
        ORDER BY a.alert_id, n.period
        LIMIT $3
        """;

    /// <summary>An alert that was deleted meanwhile keeps none.</summary>
    private const string Save =
        """
        INSERT INTO usage.alert_looks (alert_id, period, seen)
        SELECT a.alert_id, s.period, md5(s.seen)
        FROM unnest($1::text[], $2::integer[], $3::text[]) AS s (alert_id, period, seen) JOIN usage.alerts a USING (alert_id)
        ORDER BY a.alert_id, s.period
        ON CONFLICT (alert_id, period) DO UPDATE SET seen = excluded.seen
        """;

    /// <summary>One statement: the firing and its deliveries are there together, or not at all.</summary>
    private const string Fire =
        """
        WITH fired AS (
            INSERT INTO usage.alert_firings (alert_id, period, measure, amount, fired_at, event_id)
            SELECT alert_id, $2, measure, amount, $5, $6 FROM usage.alerts WHERE alert_id = $1 AND measure = $3 AND amount = $4
            ON CONFLICT DO NOTHING
            RETURNING alert_id
        ), queued AS (
            INSERT INTO usage.webhook_deliveries
                (delivery_id, webhook_id, event_id, event_type, body, created_at, state, attempts, next_attempt_at)
            SELECT $6 || '_' || w.webhook_id, w.webhook_id, $6, $7, $8, $5, 1, 0, $5
            FROM fired JOIN usage.alert_webhooks w USING (alert_id)
        )
        SELECT count(*) FROM fired
        """;

    public static async Task<List<AlertLook>?> FindAsync(NpgsqlConnection connection, AlertSweepRequest request, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteAsync(Hold, cancellationToken, Sql.Text(request.Holder), Sql.Interval(request.HeldFor)) == 0)
            return null;
        return await connection.ListAsync(
            Looks,
            row => new AlertLook(AlertRows.Read(row), CalendarMonth.Of(row.GetInt32(8))),
            cancellationToken,
            Sql.Array(request.Periods.Select(p => p.Number).ToArray()),
            Sql.Text(request.AfterAlertId),
            Sql.Int(request.Limit));
    }

    public static async Task<int> SaveAsync(
        NpgsqlConnection connection, IReadOnlyList<SeenAlert> looks, CalendarMonth oldest, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            Save,
            cancellationToken,
            Sql.Texts(looks.Select(l => l.AlertId)),
            Sql.Array(looks.Select(l => l.Period.Number).ToArray()),
            Sql.Texts(looks.Select(l => l.Seen)));
        return await connection.ExecuteAsync("DELETE FROM usage.alert_looks WHERE period < $1", cancellationToken, Sql.Int(oldest.Number));
    }

    public static async Task<bool> FireAsync(NpgsqlConnection connection, AlertFiring firing, CancellationToken cancellationToken) =>
        await connection.ScalarAsync<long>(
            Fire,
            cancellationToken,
            Sql.Text(firing.AlertId),
            Sql.Int(firing.Period.Number),
            Sql.SmallInt((int)firing.Threshold.Measure),
            Sql.BigInt(firing.Threshold.Amount),
            Sql.BigInt(firing.FiredAt.Ticks),
            Sql.Text(firing.EventId),
            Sql.Text(firing.EventType),
            Sql.Text(firing.Body)) == 1;

    public static Task<int> ReleaseAsync(NpgsqlConnection connection, string holder, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Release, cancellationToken, Sql.Text(holder));
}
