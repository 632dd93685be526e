using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>ATSs as rows. A deleted one leaves none: a later one of the same id is another.</summary>
internal static class AtsRows
{
    public static AtsRow? Find(Session session, string atsId) => session.Find(
        "SELECT ats_id, ats_name, ats_no FROM ats WHERE ats_id = ?1",
        row => new AtsRow(row.GetString(0), row.GetString(1), Members(session, row.GetInt64(2))),
        atsId);

    public static PageOf<AtsRow> List(Session session, PageRequest page) => session.Page(
        "SELECT count(*) FROM ats",
        "SELECT ats_id, ats_name, ats_no FROM ats ORDER BY ats_id LIMIT ?1 OFFSET ?2",
        row => new AtsRow(row.GetString(0), row.GetString(1), Members(session, row.GetInt64(2))),
        page);

    /// <summary>The store's number for an ATS; null: none.</summary>
    public static long? NumberOf(Session session, string atsId) => session.FindInteger("SELECT ats_no FROM ats WHERE ats_id = ?1", atsId);

    public static StoreWrite Put(
        Session session, ControlLog log, string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit)
    {
        var wanted = new HashSet<long>(companyIds.Count);
        foreach (var companyId in companyIds)
        {
            if (CompanyRows.NumberOf(session, companyId) is not { } companyNo)
                return StoreWrite.MissingReference;
            wanted.Add(companyNo);
        }

        var before = Find(session, atsId);
        var atsNo = NumberOf(session, atsId);
        HashSet<long> present = atsNo is null ? [] : [.. MemberNumbers(session, atsNo.Value)];
        if (before is not null && before.AtsName == atsName && present.SetEquals(wanted))
            return StoreWrite.Unchanged;

        atsNo = session.FindInteger(
            """
            INSERT INTO ats (ats_id, ats_name) VALUES (?1, ?2)
            ON CONFLICT (ats_id) DO UPDATE SET ats_name = excluded.ats_name RETURNING ats_no
            """,
            atsId,
            atsName);
        foreach (var gone in present.Where(n => !wanted.Contains(n)))
            session.Execute("DELETE FROM ats_members WHERE ats_no = ?1 AND company_no = ?2", atsNo, gone);
        foreach (var added in wanted.Where(n => !present.Contains(n)))
            session.Execute("INSERT INTO ats_members (ats_no, company_no) VALUES (?1, ?2)", atsNo, added);
        log.Changed(session, new ControlChange(ControlKind.Ats, atsId));
        AuditRows.Add(session, audit(before));
        return before is null ? StoreWrite.Created : StoreWrite.Updated;
    }

    public static StoreWrite AddMember(Session session, ControlLog log, string atsId, string companyId, Func<AtsRow, AuditRecord> audit)
    {
        if (Find(session, atsId) is not { } before)
            return StoreWrite.NotFound;
        if (CompanyRows.NumberOf(session, companyId) is not { } companyNo)
            return StoreWrite.MissingReference;
        var added = session.Execute(
            "INSERT INTO ats_members (ats_no, company_no) VALUES (?1, ?2) ON CONFLICT DO NOTHING", NumberOf(session, atsId), companyNo);
        if (added == 0)
            return StoreWrite.Unchanged;
        log.Changed(session, new ControlChange(ControlKind.Ats, atsId));
        AuditRows.Add(session, audit(before));
        return StoreWrite.Updated;
    }

    public static StoreWrite RemoveMember(Session session, ControlLog log, string atsId, string companyId, Func<AtsRow, AuditRecord> audit)
    {
        if (Find(session, atsId) is not { } before)
            return StoreWrite.NotFound;
        var removed = session.Execute(
            "DELETE FROM ats_members WHERE ats_no = ?1 AND company_no = (SELECT company_no FROM companies WHERE company_id = ?2)",
            NumberOf(session, atsId),
            companyId);
        if (removed == 0)
            return StoreWrite.NotFound;
        log.Changed(session, new ControlChange(ControlKind.Ats, atsId));
        AuditRows.Add(session, audit(before));
        return StoreWrite.Updated;
    }

    public static StoreWrite Delete(Session session, ControlLog log, string atsId, Instant at, Func<AtsRow, AuditRecord> audit)
    {
        if (Find(session, atsId) is not { } before)
            return StoreWrite.NotFound;
        var atsNo = NumberOf(session, atsId);
        session.Execute("DELETE FROM ats_members WHERE ats_no = ?1", atsNo);
        session.Execute("DELETE FROM ats WHERE ats_no = ?1", atsNo);
        var revoked = KeyRows.RevokeOfAts(session, atsId, at);
        log.Changed(session, [new(ControlKind.Ats, atsId), .. revoked.Select(id => new ControlChange(ControlKind.Key, id))]);
        AuditRows.Add(session, audit(before));
        return StoreWrite.Updated;
    }

    private static List<AtsMember> Members(Session session, long atsNo) => session.Query(
        """
        SELECT c.company_id, c.company_name FROM ats_members m JOIN companies c ON c.company_no = m.company_no
        WHERE m.ats_no = ?1 ORDER BY m.company_no
        """,
        row => new AtsMember(row.GetString(0), row.GetString(1)),
        atsNo);

    private static List<long> MemberNumbers(Session session, long atsNo) =>
        session.Query("SELECT company_no FROM ats_members WHERE ats_no = ?1", row => row.GetInt64(0), atsNo);
}
