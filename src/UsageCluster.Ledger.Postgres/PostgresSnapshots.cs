using System.Data;
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

    // Column by column: else Npgsql reads the row as a whole into a buffer of up to twice its size, which the pool of arrays keeps. PostgreSQL itself
    // leaves books as they are: it finds nothing in them to compress.
    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => database.ReadAsync(
        async connection =>
        {
            await using var command = connection.Command(
                "SELECT version, hash, books FROM usage.snapshots WHERE company_id = $1", Sql.Text(companyId));
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            var snapshot = await reader.ReadAsync(cancellationToken)
                ? new SnapshotRecord(
                    reader.GetInt64(0),
                    await reader.GetFieldValueAsync<byte[]>(1, cancellationToken),
                    await reader.GetFieldValueAsync<byte[]>(2, cancellationToken))
                : null;
            await reader.FinishAsync(cancellationToken);
            return snapshot;
        },
        cancellationToken);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.ExecuteAsync(
            Save, cancellationToken, Sql.Text(companyId), Sql.BigInt(snapshot.Version), Sql.Bytes(snapshot.Hash), Sql.Bytes(snapshot.Books)),
        cancellationToken);
}
