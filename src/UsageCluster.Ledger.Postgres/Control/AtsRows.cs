using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>ATSs as rows. A deleted one leaves none: a later one of the same id is another.</summary>
internal static class AtsRows
{
    /// <summary>Members as two arrays of one order. $1: ids of ATSs.</summary>
    private const string Select =
        """
        SELECT a.ats_id, a.ats_name, m.ids, m.names
        FROM usage.ats a
        CROSS JOIN LATERAL (
            SELECT array_agg(c.company_id ORDER BY c.company_no) AS ids, array_agg(c.company_name ORDER BY c.company_no) AS names
            FROM usage.ats_members am JOIN usage.companies c USING (company_no)
            WHERE am.ats_id = a.ats_id
        ) m
        """;

    private const string Upsert =
        "INSERT INTO usage.ats (ats_id, ats_name) VALUES ($1, $2) ON CONFLICT (ats_id) DO UPDATE SET ats_name = excluded.ats_name";

    private const string RemoveOthers = "DELETE FROM usage.ats_members WHERE ats_id = $1 AND company_no <> ALL($2)";

    private const string AddMembers =
        "INSERT INTO usage.ats_members (ats_id, company_no) SELECT $1, n FROM unnest($2::int[]) AS n ON CONFLICT DO NOTHING";

    private const string RemoveMember =
        """
        DELETE FROM usage.ats_members WHERE ats_id = $1 AND company_no = (SELECT company_no FROM usage.companies WHERE company_id = $2)
        """;

    public static async Task<AtsRow?> FindAsync(NpgsqlConnection connection, string atsId, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(Select + " WHERE a.ats_id = $1", Read, cancellationToken, Sql.Text(atsId));
        return rows is [var row] ? row : null;
    }

    public static Task<PageOf<AtsRow>> ListAsync(NpgsqlConnection connection, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) FROM usage.ats", Select + " ORDER BY a.ats_id LIMIT $1 OFFSET $2", Read, page, cancellationToken);

    public static async Task<StoreWrite> PutAsync(
        ControlTransaction transaction, string atsId, string atsName, IReadOnlyCollection<string> companyIds, Func<AtsRow?, AuditRecord> audit,
        CancellationToken cancellationToken)
    {
        var wanted = companyIds.ToHashSet(StringComparer.Ordinal);
        var numbers = await CompanyRows.NumbersAsync(transaction.Connection, wanted, cancellationToken);
        if (numbers.Count != wanted.Count)
            return StoreWrite.MissingReference;
        var before = await FindAsync(transaction.Connection, atsId, cancellationToken);
        if (before is not null && before.AtsName == atsName && wanted.SetEquals(before.Members.Select(m => m.CompanyId)))
            return StoreWrite.Unchanged;
        int[] companyNos = [.. numbers];
        await transaction.Connection.ExecuteAsync(Upsert, cancellationToken, Sql.Text(atsId), Sql.Text(atsName));
        await transaction.Connection.ExecuteAsync(RemoveOthers, cancellationToken, Sql.Text(atsId), Sql.Array(companyNos));
        await transaction.Connection.ExecuteAsync(AddMembers, cancellationToken, Sql.Text(atsId), Sql.Array(companyNos));
        Note(transaction, atsId, audit(before));
        return before is null ? StoreWrite.Created : StoreWrite.Updated;
    }

    public static async Task<StoreWrite> AddMemberAsync(
        ControlTransaction transaction, string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, atsId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        int[] number = [.. await CompanyRows.NumbersAsync(transaction.Connection, [companyId], cancellationToken)];
        if (number.Length == 0)
            return StoreWrite.MissingReference;
        if (await transaction.Connection.ExecuteAsync(AddMembers, cancellationToken, Sql.Text(atsId), Sql.Array(number)) == 0)
            return StoreWrite.Unchanged;
        Note(transaction, atsId, audit(before));
        return StoreWrite.Updated;
    }

    public static async Task<StoreWrite> RemoveMemberAsync(
        ControlTransaction transaction, string atsId, string companyId, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, atsId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        if (await transaction.Connection.ExecuteAsync(RemoveMember, cancellationToken, Sql.Text(atsId), Sql.Text(companyId)) == 0)
            return StoreWrite.NotFound;
        Note(transaction, atsId, audit(before));
        return StoreWrite.Updated;
    }

    public static async Task<StoreWrite> DeleteAsync(
        ControlTransaction transaction, string atsId, Instant at, Func<AtsRow, AuditRecord> audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(transaction.Connection, atsId, cancellationToken) is not { } before)
            return StoreWrite.NotFound;
        await transaction.Connection.ExecuteAsync("DELETE FROM usage.ats WHERE ats_id = $1", cancellationToken, Sql.Text(atsId));
        foreach (var keyId in await KeyRows.RevokeOfAtsAsync(transaction.Connection, atsId, at, cancellationToken))
            transaction.Changed(ControlKind.Key, keyId);
        Note(transaction, atsId, audit(before));
        return StoreWrite.Updated;
    }

    private static void Note(ControlTransaction transaction, string atsId, AuditRecord audit)
    {
        transaction.Changed(ControlKind.Ats, atsId);
        transaction.Audit(audit);
    }

    private static AtsRow Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(2))
            return new AtsRow(row.GetString(0), row.GetString(1), []);
        var ids = row.GetFieldValue<string[]>(2);
        var names = row.GetFieldValue<string[]>(3);
        return new AtsRow(row.GetString(0), row.GetString(1), [.. ids.Zip(names, (id, name) => new AtsMember(id, name))]);
    }
}
