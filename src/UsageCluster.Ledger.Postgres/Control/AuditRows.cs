using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>Audit records as rows, which are never changed.</summary>
internal static class AuditRows
{
    private const string Insert =
        "INSERT INTO usage.audit (at, key_id, action, target, before_json, after_json) VALUES ($1, $2, $3, $4, $5, $6)";

    public static Task AddAsync(NpgsqlConnection connection, AuditRecord record, CancellationToken cancellationToken) => connection.ExecuteAsync(
        Insert,
        cancellationToken,
        Sql.BigInt(record.At.Ticks),
        Sql.Text(record.KeyId),
        Sql.Text(record.Action),
        Sql.Text(record.Target),
        Sql.Text(record.BeforeJson),
        Sql.Text(record.AfterJson));

    public static Task<PageOf<AuditRecord>> ListAsync(NpgsqlConnection connection, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) FROM usage.audit",
            "SELECT at, key_id, action, target, before_json, after_json FROM usage.audit ORDER BY audit_no DESC LIMIT $1 OFFSET $2",
            r => new AuditRecord(r.Instant(0), r.GetString(1), r.GetString(2), r.GetString(3), r.TextOrNull(4), r.TextOrNull(5)),
            page,
            cancellationToken);
}
