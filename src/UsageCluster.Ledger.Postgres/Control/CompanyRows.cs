using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>Companies as rows.</summary>
internal static class CompanyRows
{
    private const string Select = "SELECT company_id, company_name, billing_system, billing_system_since, closed_at FROM usage.companies";

    private const string Insert =
        """
        INSERT INTO usage.companies (company_id, company_name, billing_system, billing_system_since, closed_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING RETURNING company_no
        """;

    private const string Update =
        """
        UPDATE usage.companies SET company_name = $3, billing_system = $4, billing_system_since = $5, closed_at = $6
        WHERE company_no = $1 AND company_id = $2
        """;

    public static Task<List<CompanyRow>> FindAsync(NpgsqlConnection connection, IEnumerable<string> companyIds, CancellationToken cancellationToken) =>
        connection.ListAsync(Select + " WHERE company_id = ANY($1)", Read, cancellationToken, Sql.Texts(companyIds));

    public static Task<PageOf<CompanyRow>> ListAsync(NpgsqlConnection connection, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) FROM usage.companies", Select + " ORDER BY company_id LIMIT $1 OFFSET $2", Read, page, cancellationToken);

    /// <summary>The numbers of those ids that are companies.</summary>
    public static Task<List<int>> NumbersAsync(NpgsqlConnection connection, IEnumerable<string> companyIds, CancellationToken cancellationToken) =>
        connection.ListAsync(
            "SELECT company_no FROM usage.companies WHERE company_id = ANY($1)", r => r.GetInt32(0), cancellationToken, Sql.Texts(companyIds));

    public static async Task<StoreWrite> CreateAsync(
        ControlTransaction transaction, CompanyRow company, IReadOnlyList<ChainedEntry> entries, TokenCache tokens, AuditRecord audit,
        CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        var companyNo = await connection.ScalarAsync<int>(Insert, cancellationToken, [Sql.Text(company.CompanyId), .. Values(company)]);
        if (companyNo == 0)
            return StoreWrite.Unchanged;
        await connection.ExecuteAsync(
            "INSERT INTO usage.heads (company_no, epoch, version, hash) VALUES ($1, 0, $2, $3)",
            cancellationToken,
            Sql.Int(companyNo),
            Sql.BigInt(entries.Count),
            Sql.Bytes(entries is [.., var last] ? last.Hash : HashChain.Genesis(company.CompanyId)));
        var columns = new EntryColumns(entries.Count);
        foreach (var entry in entries)
            columns.Add(companyNo, entry, tokens);
        await connection.ExecuteAsync(EntryInsert.Text, cancellationToken, columns.Parameters());
        transaction.Changed(ControlKind.Company, company.CompanyId);
        transaction.Audit(audit);
        return StoreWrite.Created;
    }

    /// <summary>Throws <see cref="ArgumentException"/> where the number is not that company's.</summary>
    public static async Task UpdateAsync(NpgsqlConnection connection, int companyNo, CompanyRow company, CancellationToken cancellationToken)
    {
        var updated = await connection.ExecuteAsync(
            Update, cancellationToken, [Sql.Int(companyNo), Sql.Text(company.CompanyId), .. Values(company)]);
        if (updated != 1)
            throw new ArgumentException($"Company {companyNo} is not '{company.CompanyId}'.", nameof(company));
    }

    private static NpgsqlParameter[] Values(CompanyRow company) =>
    [
        Sql.Text(company.CompanyName), Sql.SmallInt((int)company.BillingSystem), Sql.BigInt(company.BillingSystemSince.Ticks),
        Sql.BigInt(company.ClosedAt?.Ticks),
    ];

    private static CompanyRow Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), (BillingSystem)row.GetInt16(2), row.Instant(3), row.InstantOrNull(4));
}
