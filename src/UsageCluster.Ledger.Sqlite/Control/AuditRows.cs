using UsageCluster.Actors.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Audit records as rows, written in the transaction of the change that they record.</summary>
internal static class AuditRows
{
    public static void Add(Session session, AuditRecord record) => session.Execute(
        "INSERT INTO audit (at, key_id, action, target, before_json, after_json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        record.At.Ticks,
        record.KeyId,
        record.Action,
        record.Target,
        record.BeforeJson,
        record.AfterJson);

    public static PageOf<AuditRecord> List(Session session, PageRequest page) => session.Page(
        "SELECT count(*) FROM audit",
        "SELECT at, key_id, action, target, before_json, after_json FROM audit ORDER BY audit_no DESC LIMIT ?1 OFFSET ?2",
        row => new AuditRecord(
            row.Instant(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5)),
        page);
}
