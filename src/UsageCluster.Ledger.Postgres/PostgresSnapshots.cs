using System.Data;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class PostgresSnapshots : ISnapshots
{
    /// <summary>Bytes up to which books come with others'.</summary>
    private const int SmallMax = 64 * 1024;

    private const string Load = "SELECT version, hash, books FROM usage.snapshots WHERE company_id = $1";

    /// <summary>Of large books only that they are there.</summary>
    private const string LoadSmall =
        """
        SELECT company_id, version, hash, CASE WHEN octet_length(books) <= $2 THEN books END
        FROM usage.snapshots WHERE company_id = ANY ($1)
        """;

    private const string Save =
        """
        INSERT INTO usage.snapshots AS s (company_id, version, hash, books) VALUES ($1, $2, $3, $4)
        ON CONFLICT (company_id) DO UPDATE SET version = excluded.version, hash = excluded.hash, books = excluded.books
        WHERE s.version <= excluded.version
        """;

    private static readonly GatheringBounds Bounds = new(LanesMax: 1, AloneMax: 2, WeightMax: 64);

    private readonly Database _database;
    private readonly Gathering<string, SnapshotRecord?> _loading;

    public PostgresSnapshots(Database database)
    {
        _database = database;
        _loading = new Gathering<string, SnapshotRecord?>(Bounds, LoadTogetherAsync, LoadAloneAsync);
    }

    public Task<SnapshotRecord?> LoadAsync(string companyId, CancellationToken cancellationToken) => _loading.AskAsync(companyId, 1, cancellationToken);

    // Column by column: else Npgsql reads the row as a whole into a buffer of up to twice its size, which the pool of arrays keeps. PostgreSQL itself
    // leaves books as they are: it finds nothing in them to compress.
    private Task<SnapshotRecord?> LoadAloneAsync(string companyId, CancellationToken cancellationToken) => _database.ReadAsync(
        async connection =>
        {
            await using var command = connection.Command(Load, Sql.Text(companyId));
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

    /// <summary>Leaves those with large books.</summary>
    private async Task LoadTogetherAsync(IReadOnlyList<Wanted<string, SnapshotRecord?>> wanted)
    {
        var rows = await _database.ReadTogetherAsync(connection => connection.ListAsync(
            LoadSmall,
            r => (CompanyId: r.GetString(0), Snapshot: r.IsDBNull(3) ? null : new SnapshotRecord(r.GetInt64(1), r.Bytes(2), r.Bytes(3))),
            CancellationToken.None,
            Sql.Texts(wanted.Select(w => w.Question)),
            Sql.Int(SmallMax)));
        var found = rows.ToDictionary(r => r.CompanyId, r => r.Snapshot, StringComparer.Ordinal);
        foreach (var one in wanted)
        {
            if (!found.TryGetValue(one.Question, out var snapshot))
                one.SetResult(null);
            else if (snapshot is not null)
                one.SetResult(snapshot);
        }
    }

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => _database.WriteAsync(
        connection => connection.ExecuteAsync(
            Save, cancellationToken, Sql.Text(companyId), Sql.BigInt(snapshot.Version), Sql.Bytes(snapshot.Hash), Sql.Bytes(snapshot.Books)),
        cancellationToken);
}
