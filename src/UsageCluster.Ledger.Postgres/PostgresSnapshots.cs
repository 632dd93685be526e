using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class PostgresSnapshots(Database database) : ISnapshots
{
    private const string Save =
        """
        INSERT INTO usage.snapshots AS s (company_id, version, hash, books) VALUES ($1, $2, $3, $4)
        ON CONFLICT (company_id) DO UPDATE SET version = excluded.version, hash = excluded.hash, books = excluded.books
        WHERE s.version <= excluded.version
        """;

    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.ListAsync(
                "SELECT version, hash, books FROM usage.snapshots WHERE company_id = $1",
                r => new SnapshotRecord(r.GetInt64(0), r.Bytes(1), r.Bytes(2)),
                cancellationToken,
                Sql.Text(companyId));
            return rows is [var snapshot] ? snapshot : null;
        },
        cancellationToken);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            Save, cancellationToken, Sql.Text(companyId), Sql.BigInt(snapshot.Version), Sql.Bytes(snapshot.Hash), Sql.Bytes(snapshot.Books)),
        cancellationToken);
}
