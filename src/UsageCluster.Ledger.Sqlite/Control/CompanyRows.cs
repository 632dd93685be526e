using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Sqlite.Entries;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Companies as rows.</summary>
internal static class CompanyRows
{
    private const string Select = "SELECT company_id, company_name, billing_system, billing_system_since, closed_at FROM companies";

    public static CompanyRow? Find(Session session, string companyId) => session.Find(Select + " WHERE company_id = ?1", Read, companyId);

    public static PageOf<CompanyRow> List(Session session, PageRequest page) =>
        session.Page("SELECT count(*) FROM companies", Select + " ORDER BY company_id LIMIT ?1 OFFSET ?2", Read, page);

    /// <summary>The store's number for a company; null: none.</summary>
    public static long? NumberOf(Session session, string companyId) =>
        session.FindInteger("SELECT company_no FROM companies WHERE company_id = ?1", companyId);

    public static string? IdOf(Session session, int companyNo) =>
        session.Find("SELECT company_id FROM companies WHERE company_no = ?1", row => row.GetString(0), companyNo);

    public static StoreWrite Create(
        Session session, ControlLog log, InternedNames names, CompanyRow company, IReadOnlyList<ChainedEntry> entries, AuditRecord audit)
    {
        if (NumberOf(session, company.CompanyId) is not null)
            return StoreWrite.Unchanged;
        var companyNo = checked((int)session.FindInteger(
            """
            INSERT INTO companies (company_id, company_name, billing_system, billing_system_since, closed_at) VALUES (?1, ?2, ?3, ?4, ?5)
            RETURNING company_no
            """,
            company.CompanyId,
            company.CompanyName,
            (int)company.BillingSystem,
            company.BillingSystemSince.Ticks,
            company.ClosedAt?.Ticks)!.Value);
        foreach (var entry in entries)
            EntryRows.Insert(session, names, companyNo, entry);
        session.Execute(
            "INSERT INTO company_heads (company_no, version, hash) VALUES (?1, ?2, ?3)",
            companyNo,
            entries.Count,
            entries is [.., var last] ? last.Hash : HashChain.Genesis(company.CompanyId));
        log.Changed(session, new ControlChange(ControlKind.Company, company.CompanyId));
        AuditRows.Add(session, audit);
        return StoreWrite.Created;
    }

    public static void Update(Session session, ControlLog log, int companyNo, CompanyRow company)
    {
        var updated = session.Execute(
            """
            UPDATE companies SET company_name = ?3, billing_system = ?4, billing_system_since = ?5, closed_at = ?6
            WHERE company_no = ?1 AND company_id = ?2
            """,
            companyNo,
            company.CompanyId,
            company.CompanyName,
            (int)company.BillingSystem,
            company.BillingSystemSince.Ticks,
            company.ClosedAt?.Ticks);
        if (updated != 1)
            throw new ArgumentException($"Company {companyNo} is not '{company.CompanyId}'.", nameof(company));
        log.Changed(session, new ControlChange(ControlKind.Company, company.CompanyId));
    }

    private static CompanyRow Read(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), (BillingSystem)row.GetInt32(2), row.Instant(3), row.InstantOrNull(4));
}
