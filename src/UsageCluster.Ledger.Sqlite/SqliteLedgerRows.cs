using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Entries;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite;

/// <inheritdoc cref="ILedgerRows"/>
/// <remarks>
/// A read-only connection beside the process that holds the directory, whose lock is not touched. Every call is a transaction of one statement, so the
/// write-ahead log can be moved on between pages. Used by one caller at a time, and blocks it while it reads.
/// </remarks>
public sealed class SqliteLedgerRows : ILedgerRows
{
    private const string AtsMembers =
        """
        SELECT a.ats_id, m.company_no, c.company_id
        FROM ats a JOIN ats_members m ON m.ats_no = a.ats_no LEFT JOIN companies c ON c.company_no = m.company_no
        WHERE a.ats_id >= ?1 AND (a.ats_id > ?1 OR m.company_no > ?2) ORDER BY a.ats_id, m.company_no LIMIT ?3
        """;

    private readonly Session _session;

    private SqliteLedgerRows(Session session) => _session = session;

    /// <summary>
    /// Opens the database. Makes nothing: throws <see cref="LedgerUnavailableException"/> where there is no ledger or it cannot be read, and
    /// <see cref="SchemaTooNewException"/> when a newer program has been here.
    /// </summary>
    public static SqliteLedgerRows Open(SqliteStoreOptions options) => new(Database.OpenLedgerBeside(options));

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredCompany>> CompaniesAsync(string afterCompanyId, int limit, CancellationToken cancellationToken) => Read(
        IReadOnlyList<StoredCompany> (session) => session.Query(
            "SELECT company_no, company_id FROM companies WHERE company_id > ?1 ORDER BY company_id LIMIT ?2", ReadCompany, afterCompanyId, limit),
        cancellationToken);

    /// <inheritdoc />
    public Task<StoredCompany?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => Read(
        session => session.Find("SELECT company_no, company_id FROM companies WHERE company_id = ?1", ReadCompany, companyId), cancellationToken);

    /// <inheritdoc />
    public Task<StoredHead?> HeadAsync(StoredCompany company, CancellationToken cancellationToken) => Read(
        session => session.Find(
            "SELECT version, hash FROM company_heads WHERE company_no = ?1", row => new StoredHead(row.GetInt64(0), row.Bytes(1)), company.CompanyNo),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEntry>> EntriesAsync(StoredCompany company, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        // SQLite takes a negative limit for none.
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Read(
            IReadOnlyList<StoredEntry> (session) => session.Query(
                EntryRows.Select + " WHERE e.company_no = ?1 AND e.version > ?2 ORDER BY e.version LIMIT ?3",
                row => ReadEntry(row, company.CompanyId),
                company.CompanyNo,
                afterVersion,
                limit),
            cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(StoredCompany company, CancellationToken cancellationToken) => Read(
        IReadOnlyList<StoredSnapshot> (session) => session.Query(
            "SELECT version, hash, books FROM snapshots WHERE company_no = ?1",
            row => new StoredSnapshot(null, new SnapshotRecord(row.GetInt64(0), row.Bytes(1), row.Bytes(2))),
            company.CompanyNo),
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredMember>> AtsMembersAsync(StoredMember? after, int limit, CancellationToken cancellationToken) => Read(
        IReadOnlyList<StoredMember> (session) => session.Query(
            AtsMembers,
            row => new StoredMember(row.GetString(0), row.GetInt32(1), row.TextOrNull(2)),
            after?.AtsId ?? "",
            after?.CompanyNo ?? 0,
            limit),
        cancellationToken);

    /// <inheritdoc />
    public Task<RateBook> RatesAsync(CancellationToken cancellationToken) => Read(RateRows.Load, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static StoredCompany ReadCompany(SqliteDataReader row) => new(row.GetInt32(0), row.GetString(1));

    // Columns of SQLite hold values of any type.
    private static StoredEntry ReadEntry(SqliteDataReader row, string companyId)
    {
        var stored = new StoredEntry(row.GetInt64(1), [], null, null, null);
        try
        {
            stored = stored with { Hash = row.Bytes(3) };
            if (!row.IsDBNull(5))
                stored = stored with { Key = new EventKey(new Guid(row.Bytes(5), bigEndian: true), row.TextOrNull(6)) };
            return stored with { Entry = EntryRows.Read(row, companyId).Entry };
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or InvalidDataException or ArgumentException or FormatException)
        {
            return stored with { Fault = e.Message };
        }
    }

    private static LedgerUnavailableException Unavailable(SqliteException e) => new("The database cannot be read: " + e.Message, e);

    private Task<T> Read<T>(Func<Session, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(read(_session));
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
    }
}
