using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class SqliteSnapshots(Reader reader, Writer writer) : ISnapshots
{
    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => reader.RunAsync(
        session => session.Find(
            "SELECT version, hash, books FROM snapshots WHERE company_no = (SELECT company_no FROM companies WHERE company_id = ?1)",
            row => new SnapshotRecord(row.GetInt64(0), row.Bytes(1), row.Bytes(2)),
            companyId),
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
}
