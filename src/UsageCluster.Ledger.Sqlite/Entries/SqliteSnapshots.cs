using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class SqliteSnapshots(Reader reader, Writer writer) : ISnapshots
{
    /// <summary>Bytes of books that are loaded at once; of longer ones these are the beginning.</summary>
    private const int BeginningMax = 128 * 1024;

    // Of the books only their length: their beginning is read apart, and not what lies behind it.
    private const string Find =
        """
        SELECT company_no, version, hash, length(books) FROM snapshots
        WHERE company_no = (SELECT company_no FROM companies WHERE company_id = ?1)
        """;

    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => reader.RunAsync(
        session =>
        {
            if (FindRow(session, companyId) is not { } row)
                return null;
            var beginning = Books(session, row, [new SnapshotRange(0, Math.Min(row.Length, BeginningMax))]);
            return new SnapshotRecord(row.Version, row.Hash, beginning[0]) { Length = row.Length };
        },
        cancellationToken);

    public Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) => reader.RunAsync<IReadOnlyList<byte[]>?>(
        session => FindRow(session, companyId) is { } row && row.Version == version && ranges.All(r => r.Start + (long)r.Length <= row.Length)
            ? Books(session, row, ranges)
            : null,
        cancellationToken);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Execute(
            """
            INSERT INTO snapshots (company_no, version, hash, books) SELECT company_no, ?2, ?3, ?4 FROM companies WHERE company_id = ?1
            ON CONFLICT (company_no) DO UPDATE SET version = excluded.version, hash = excluded.hash, books = excluded.books
            WHERE excluded.version >= snapshots.version
            """,
            companyId,
            snapshot.Version,
            snapshot.Hash,
            snapshot.Books),
        1,
        cancellationToken);

    private static Row? FindRow(Session session, string companyId) =>
        session.Find(Find, row => new Row(row.GetInt64(0), row.GetInt64(1), row.Bytes(2), row.GetInt32(3)), companyId);

    private static byte[][] Books(Session session, Row row, IReadOnlyList<SnapshotRange> ranges) =>
        session.ReadBlob("snapshots", "books", row.CompanyNo, ranges);

    private sealed record Row(long CompanyNo, long Version, byte[] Hash, int Length);
}
