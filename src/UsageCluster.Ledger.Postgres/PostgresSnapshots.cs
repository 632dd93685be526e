using System.Data;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ISnapshots"/>
internal sealed class PostgresSnapshots : ISnapshots
{
    /// <summary>Bytes of books that are loaded at once; of longer ones these are the beginning.</summary>
    private const int BeginningMax = 128 * 1024;

    /// <summary>PostgreSQL reads no more of the books than these bytes.</summary>
    private const string Load =
        "SELECT company_id, version, hash, octet_length(books), substring(books FROM 1 FOR $2) FROM usage.snapshots WHERE company_id = ANY ($1)";

    /// <summary>The same for bytes anywhere in them.</summary>
    private const string Read =
        """
        SELECT substring(s.books FROM r.start + 1 FOR r.length)
        FROM usage.snapshots AS s CROSS JOIN unnest($3, $4) WITH ORDINALITY AS r (start, length, place)
        WHERE s.company_id = $1 AND s.version = $2 ORDER BY r.place
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

    private Task<SnapshotRecord?> LoadAloneAsync(string companyId, CancellationToken cancellationToken) => _database.ReadAsync<SnapshotRecord?>(
        async connection => (await LoadAsync(connection, [companyId], cancellationToken)).SingleOrDefault().Snapshot, cancellationToken);

    private async Task LoadTogetherAsync(IReadOnlyList<Wanted<string, SnapshotRecord?>> wanted)
    {
        var rows = await _database.ReadTogetherAsync(connection => LoadAsync(connection, wanted.Select(w => w.Question), CancellationToken.None));
        var found = rows.ToDictionary(r => r.CompanyId, r => r.Snapshot, StringComparer.Ordinal);
        foreach (var one in wanted)
            one.SetResult(found.GetValueOrDefault(one.Question));
    }

    private static Task<List<(string CompanyId, SnapshotRecord Snapshot)>> LoadAsync(
        NpgsqlConnection connection, IEnumerable<string> companyIds, CancellationToken cancellationToken) => connection.ListAsync(
        Load,
        r => (r.GetString(0), new SnapshotRecord(r.GetInt64(1), r.Bytes(2), r.Bytes(4)) { Length = r.GetInt32(3) }),
        cancellationToken,
        Sql.Texts(companyIds),
        Sql.Int(BeginningMax));

    // Column by column: else Npgsql reads a row as a whole into a buffer of up to twice its size, which the pool of arrays keeps. PostgreSQL itself
    // leaves books as they are: it finds nothing in them to compress.
    public Task<IReadOnlyList<byte[]>?> ReadAsync(
        string companyId, long version, IReadOnlyList<SnapshotRange> ranges, CancellationToken cancellationToken) => _database.ReadAsync<IReadOnlyList<byte[]>?>(
        async connection =>
        {
            await using var command = connection.Command(
                Read,
                Sql.Text(companyId),
                Sql.BigInt(version),
                Sql.Array(ranges.Select(r => r.Start).ToArray()),
                Sql.Array(ranges.Select(r => r.Length).ToArray()));
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            var bytes = new List<byte[]>(ranges.Count);
            while (await reader.ReadAsync(cancellationToken))
                bytes.Add(await reader.GetFieldValueAsync<byte[]>(0, cancellationToken));
            await reader.FinishAsync(cancellationToken);
            return bytes.Count == ranges.Count && bytes.Zip(ranges).All(b => b.First.Length == b.Second.Length) ? bytes : null;
        },
        cancellationToken);

    public Task SaveAsync(string companyId, SnapshotRecord snapshot, CancellationToken cancellationToken) => _database.WriteAsync(
        connection => connection.ExecuteAsync(
            Save, cancellationToken, Sql.Text(companyId), Sql.BigInt(snapshot.Version), Sql.Bytes(snapshot.Hash), Sql.Bytes(snapshot.Books)),
        cancellationToken);
}
