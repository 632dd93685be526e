using Npgsql;
using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Postgres.Alerts;

/// <summary>Alerts as rows.</summary>
internal static class AlertRows
{
    /// <summary>Of an alert <c>a</c>, in the order of <see cref="Read"/>.</summary>
    public const string Columns =
        """
        a.alert_id, a.alert_name, (SELECT c.company_id FROM usage.companies c WHERE c.company_no = a.company_no), a.ats_id, a.measure, a.amount, a.created_at,
            ARRAY(SELECT w.webhook_id FROM usage.alert_webhooks w WHERE w.alert_id = a.alert_id ORDER BY w.webhook_id)
        """;

    /// <summary>A null filters nothing.</summary>
    private const string OfOwner =
        """
        FROM usage.alerts a
        WHERE ($1::text IS NULL OR a.company_no = (SELECT company_no FROM usage.companies WHERE company_id = $1)) AND ($2::text IS NULL OR a.ats_id = $2)
        """;

    private const string Insert =
        """
        INSERT INTO usage.alerts (alert_id, alert_name, company_no, ats_id, measure, amount, created_at)
        SELECT $1, $2, (SELECT company_no FROM usage.companies WHERE company_id = $3), $4, $5, $6, $7 ON CONFLICT DO NOTHING
        """;

    private const string Update =
        """
        UPDATE usage.alerts SET alert_name = $2, company_no = (SELECT company_no FROM usage.companies WHERE company_id = $3), ats_id = $4, measure = $5,
            amount = $6, created_at = $7
        WHERE alert_id = $1
        """;

    private const string AddWebhooks = "INSERT INTO usage.alert_webhooks (alert_id, webhook_id) SELECT $1, unnest($2::text[])";

    public static async Task<AlertRow?> FindAsync(NpgsqlConnection connection, string alertId, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(
            $"SELECT {Columns} FROM usage.alerts a WHERE a.alert_id = $1", Read, cancellationToken, Sql.Text(alertId));
        return rows is [var row] ? row : null;
    }

    public static Task<PageOf<AlertRow>> ListAsync(
        NpgsqlConnection connection, string? companyId, string? atsId, PageRequest page, CancellationToken cancellationToken) => connection.PageAsync(
        "SELECT count(*) " + OfOwner,
        $"SELECT {Columns} {OfOwner} ORDER BY a.alert_id LIMIT $3 OFFSET $4",
        Read,
        page,
        () => [Sql.Text(companyId), Sql.Text(atsId)],
        cancellationToken);

    public static async Task<StoreWrite> CreateAsync(
        ControlTransaction transaction, AlertRow alert, AuditRecord audit, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        if (await FindAsync(connection, alert.AlertId, cancellationToken) is not null)
            return StoreWrite.Unchanged;
        if (await MissingAsync(connection, alert, cancellationToken) is { } missing)
            return missing;
        await connection.ExecuteAsync(Insert, cancellationToken, Values(alert));
        await AddWebhooksAsync(connection, alert, cancellationToken);
        transaction.Audit(audit);
        return StoreWrite.Created;
    }

    public static async Task<StoreWrite> ChangeAsync(
        ControlTransaction transaction, string alertId, Func<AlertRow, AlertRow?> change, Func<AlertRow, AlertRow, AuditRecord> audit,
        CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        if (await FindAsync(connection, alertId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.AlertId != alertId)
            throw new ArgumentException("A change keeps the alert's id.", nameof(change));
        if (await MissingAsync(connection, after, cancellationToken) is { } missing)
            return missing;
        await connection.ExecuteAsync(Update, cancellationToken, Values(after));
        await connection.ExecuteAsync("DELETE FROM usage.alert_webhooks WHERE alert_id = $1", cancellationToken, Sql.Text(alertId));
        await AddWebhooksAsync(connection, after, cancellationToken);
        transaction.Audit(audit(before, after));
        return StoreWrite.Updated;
    }

    public static async Task<StoreWrite> DeleteAsync(
        ControlTransaction transaction, string alertId, Func<AlertRow, AuditRecord> audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, alertId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        await transaction.Connection.ExecuteAsync("DELETE FROM usage.alerts WHERE alert_id = $1", cancellationToken, Sql.Text(alertId));
        transaction.Audit(audit(before));
        return StoreWrite.Updated;
    }

    public static AlertRow Read(NpgsqlDataReader row) => new()
    {
        AlertId = row.GetString(0),
        Name = row.GetString(1),
        CompanyId = row.TextOrNull(2),
        AtsId = row.TextOrNull(3),
        Threshold = new AlertThreshold((AlertMeasure)row.GetInt16(4), row.GetInt64(5)),
        CreatedAt = row.Instant(6),
        WebhookIds = row.GetFieldValue<string[]>(7),
    };

    private static async Task<StoreWrite?> MissingAsync(NpgsqlConnection connection, AlertRow alert, CancellationToken cancellationToken)
    {
        var hasOwner = alert.AtsId is { } atsId
            ? await AtsRows.FindAsync(connection, atsId, cancellationToken) is not null
            : alert.CompanyId is { } companyId && (await CompanyRows.NumbersAsync(connection, [companyId], cancellationToken)).Count == 1;
        if (!hasOwner)
            return StoreWrite.MissingReference;
        var webhooks = await connection.ScalarAsync<long>(
            "SELECT count(*) FROM usage.webhooks WHERE webhook_id = ANY($1)", cancellationToken, Sql.Texts(alert.WebhookIds));
        return webhooks == alert.WebhookIds.Count ? null : StoreWrite.MissingWebhook;
    }

    private static Task<int> AddWebhooksAsync(NpgsqlConnection connection, AlertRow alert, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(AddWebhooks, cancellationToken, Sql.Text(alert.AlertId), Sql.Texts(alert.WebhookIds));

    private static NpgsqlParameter[] Values(AlertRow alert) =>
    [
        Sql.Text(alert.AlertId), Sql.Text(alert.Name), Sql.Text(alert.CompanyId), Sql.Text(alert.AtsId), Sql.SmallInt((int)alert.Threshold.Measure),
        Sql.BigInt(alert.Threshold.Amount), Sql.BigInt(alert.CreatedAt.Ticks),
    ];
}
