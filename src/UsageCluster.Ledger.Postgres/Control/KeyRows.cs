using Npgsql;
using NpgsqlTypes;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>Keys as rows.</summary>
internal static class KeyRows
{
    private const string Columns =
        """
        key_id, kind, owner, bound_companies, name, scopes, secret_hash, previous_secret_hash, previous_secret_until, expires_at, revoked_at,
        created_at, last_used_at
        """;

    private const string Select = $"SELECT {Columns} FROM usage.keys";

    private const string Insert =
        $"INSERT INTO usage.keys ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";

    private const string Update =
        $"UPDATE usage.keys SET ({Columns}) = ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WHERE key_id = $1";

    private const string Revoke =
        "UPDATE usage.keys SET revoked_at = $3 WHERE kind = $1 AND owner = $2 AND revoked_at IS NULL RETURNING key_id";

    /// <summary>In order of the key: two nodes that note the same keys must not wait for each other in a circle.</summary>
    private const string Touch =
        """
        WITH used AS MATERIALIZED (
            SELECT k.key_id, u.at FROM unnest($1::text[], $2::bigint[]) AS u (id, at) JOIN usage.keys k ON k.key_id = u.id
            WHERE k.last_used_at IS NULL OR k.last_used_at < u.at
            ORDER BY k.key_id FOR NO KEY UPDATE OF k
        )
        UPDATE usage.keys k SET last_used_at = greatest(k.last_used_at, used.at) FROM used WHERE k.key_id = used.key_id
        """;

    public static async Task<KeyRow?> FindAsync(NpgsqlConnection connection, string keyId, CancellationToken cancellationToken)
    {
        var rows = await connection.ListAsync(Select + " WHERE key_id = $1", Read, cancellationToken, Sql.Text(keyId));
        return rows is [var row] ? row : null;
    }

    public static Task<PageOf<KeyRow>> ListAsync(NpgsqlConnection connection, PageRequest page, CancellationToken cancellationToken) =>
        connection.PageAsync(
            "SELECT count(*) FROM usage.keys", Select + " ORDER BY created_at DESC, key_id LIMIT $1 OFFSET $2", Read, page, cancellationToken);

    /// <summary>Changes are serial: whoever comes second sees the first one's key.</summary>
    public static async Task<StoreWrite> CreateFirstAsync(ControlTransaction transaction, KeyRow key, AuditRecord audit, CancellationToken cancellationToken) =>
        (await ListAsync(transaction.Connection, new PageRequest(1, 1), cancellationToken)).TotalCount > 0
            ? StoreWrite.Unchanged
            : await CreateAsync(transaction, key, audit, cancellationToken);

    public static async Task<StoreWrite> CreateAsync(ControlTransaction transaction, KeyRow key, AuditRecord audit, CancellationToken cancellationToken)
    {
        if (!await ReferencesExistAsync(transaction.Connection, key, cancellationToken))
            return StoreWrite.MissingReference;
        if (await transaction.Connection.ExecuteAsync(Insert, cancellationToken, Values(key)) == 0)
            return StoreWrite.Unchanged;
        transaction.Changed(ControlKind.Key, key.KeyId);
        transaction.Audit(audit);
        return StoreWrite.Created;
    }

    public static async Task<StoreWrite> ChangeAsync(
        ControlTransaction transaction, string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit,
        CancellationToken cancellationToken)
    {
        var rows = await transaction.Connection.ListAsync(Select + " WHERE key_id = $1 FOR UPDATE", Read, cancellationToken, Sql.Text(keyId));
        if (rows is not [var before])
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.KeyId != keyId)
            throw new ArgumentException("A change keeps the key's id.", nameof(change));
        await transaction.Connection.ExecuteAsync(Update, cancellationToken, Values(after));
        transaction.Changed(ControlKind.Key, keyId);
        transaction.Audit(audit(before, after));
        return StoreWrite.Updated;
    }

    /// <summary>Revokes the keys of an ATS that are not revoked yet; their ids.</summary>
    public static Task<List<string>> RevokeOfAtsAsync(NpgsqlConnection connection, string atsId, Instant at, CancellationToken cancellationToken) =>
        connection.ListAsync(
            Revoke, r => r.GetString(0), cancellationToken, Sql.SmallInt((int)KeyKind.Ats), Sql.Text(atsId), Sql.BigInt(at.Ticks));

    public static Task<int> TouchAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<string, Instant> lastUsed, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            Touch,
            cancellationToken,
            Sql.Array(NpgsqlDbType.Text, lastUsed.Keys.ToArray()),
            Sql.Array(lastUsed.Values.Select(at => at.Ticks).ToArray()));

    private static async Task<bool> ReferencesExistAsync(NpgsqlConnection connection, KeyRow key, CancellationToken cancellationToken)
    {
        switch (key.Kind)
        {
            case KeyKind.Company:
                return key.Owner is { } company && (await CompanyRows.NumbersAsync(connection, [company], cancellationToken)).Count == 1;
            case KeyKind.Ats:
                return key.Owner is { } ats && await AtsRows.FindAsync(connection, ats, cancellationToken) is not null;
            default:
                var bound = (key.BoundCompanies ?? []).ToHashSet(StringComparer.Ordinal);
                return (await CompanyRows.NumbersAsync(connection, bound, cancellationToken)).Count == bound.Count;
        }
    }

    private static NpgsqlParameter[] Values(KeyRow key) =>
    [
        Sql.Text(key.KeyId), Sql.SmallInt((int)key.Kind), Sql.Text(key.Owner), Sql.Texts(key.BoundCompanies), Sql.Text(key.Name),
        Sql.Texts(key.Scopes), Sql.Bytes(key.SecretHash), Sql.Bytes(key.PreviousSecretHash), Sql.BigInt(key.PreviousSecretUntil?.Ticks),
        Sql.BigInt(key.ExpiresAt?.Ticks), Sql.BigInt(key.RevokedAt?.Ticks), Sql.BigInt(key.CreatedAt.Ticks), Sql.BigInt(key.LastUsedAt?.Ticks),
    ];

    private static KeyRow Read(NpgsqlDataReader row) => new()
    {
        KeyId = row.GetString(0),
        Kind = (KeyKind)row.GetInt16(1),
        Owner = row.TextOrNull(2),
        BoundCompanies = row.IsDBNull(3) ? null : row.GetFieldValue<string[]>(3),
        Name = row.GetString(4),
        Scopes = row.GetFieldValue<string[]>(5),
        SecretHash = row.Bytes(6),
        PreviousSecretHash = row.BytesOrNull(7),
        PreviousSecretUntil = row.InstantOrNull(8),
        ExpiresAt = row.InstantOrNull(9),
        RevokedAt = row.InstantOrNull(10),
        CreatedAt = row.Instant(11),
        LastUsedAt = row.InstantOrNull(12),
    };
}
