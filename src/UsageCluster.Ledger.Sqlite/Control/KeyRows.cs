using System.Text.Json;
using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Keys as rows.</summary>
internal static class KeyRows
{
    private const string Columns = """
        key_id, kind, owner, bound_companies, name, scopes, secret_hash, previous_secret_hash, previous_secret_until, expires_at, revoked_at,
        created_at, last_used_at
        """;

    private const string Insert = "INTO api_keys (" + Columns + ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

    public static KeyRow? Find(Session session, string keyId) =>
        session.Find("SELECT " + Columns + " FROM api_keys WHERE key_id = ?1", Read, keyId);

    public static PageOf<KeyRow> List(Session session, PageRequest page) => session.Page(
        "SELECT count(*) FROM api_keys",
        "SELECT " + Columns + " FROM api_keys ORDER BY created_at DESC, key_id LIMIT ?1 OFFSET ?2",
        Read,
        page);

    public static StoreWrite Create(Session session, ControlLog log, KeyRow key, AuditRecord audit)
    {
        if (!ReferencesExist(session, key))
            return StoreWrite.MissingReference;
        if (session.Execute("INSERT " + Insert + " ON CONFLICT DO NOTHING", Values(key)) == 0)
            return StoreWrite.Unchanged;
        log.Changed(session, new ControlChange(ControlKind.Key, key.KeyId));
        AuditRows.Add(session, audit);
        return StoreWrite.Created;
    }

    public static StoreWrite Change(
        Session session, ControlLog log, string keyId, Func<KeyRow, KeyRow?> change, Func<KeyRow, KeyRow, AuditRecord> audit)
    {
        if (Find(session, keyId) is not { } before)
            return StoreWrite.NotFound;
        if (change(before) is not { } after)
            return StoreWrite.Unchanged;
        if (after.KeyId != keyId)
            throw new ArgumentException("A change keeps the key's id.", nameof(change));
        session.Execute("REPLACE " + Insert, Values(after));
        log.Changed(session, new ControlChange(ControlKind.Key, keyId));
        AuditRows.Add(session, audit(before, after));
        return StoreWrite.Updated;
    }

    /// <summary>Revokes the keys of an ATS that are not revoked yet; their ids.</summary>
    public static List<string> RevokeOfAts(Session session, string atsId, Instant at) => session.Query(
        "UPDATE api_keys SET revoked_at = ?3 WHERE owner = ?1 AND kind = ?2 AND revoked_at IS NULL RETURNING key_id",
        row => row.GetString(0),
        atsId,
        (int)KeyKind.Ats,
        at.Ticks);

    public static void Touch(Session session, string keyId, Instant lastUsed) => session.Execute(
        "UPDATE api_keys SET last_used_at = ?2 WHERE key_id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)", keyId, lastUsed.Ticks);

    private static bool ReferencesExist(Session session, KeyRow key) => key switch
    {
        { Kind: KeyKind.Company } => key.Owner is { } owner && CompanyRows.NumberOf(session, owner) is not null,
        { Kind: KeyKind.Ats } => key.Owner is { } owner && AtsRows.NumberOf(session, owner) is not null,
        { BoundCompanies: { } bound } => bound.All(c => CompanyRows.NumberOf(session, c) is not null),
        _ => true,
    };

    private static object?[] Values(KeyRow key) =>
    [
        key.KeyId,
        (int)key.Kind,
        key.Owner,
        key.BoundCompanies is { } bound ? JsonSerializer.Serialize(bound) : null,
        key.Name,
        JsonSerializer.Serialize(key.Scopes),
        key.SecretHash,
        key.PreviousSecretHash,
        key.PreviousSecretUntil?.Ticks,
        key.ExpiresAt?.Ticks,
        key.RevokedAt?.Ticks,
        key.CreatedAt.Ticks,
        key.LastUsedAt?.Ticks,
    ];

    private static KeyRow Read(SqliteDataReader row) => new()
    {
        KeyId = row.GetString(0),
        Kind = (KeyKind)row.GetInt32(1),
        Owner = row.TextOrNull(2),
        BoundCompanies = row.TextOrNull(3) is { } bound ? JsonSerializer.Deserialize<List<string>>(bound) : null,
        Name = row.GetString(4),
        Scopes = JsonSerializer.Deserialize<List<string>>(row.GetString(5))!,
        SecretHash = row.Bytes(6),
        PreviousSecretHash = row.BytesOrNull(7),
        PreviousSecretUntil = row.InstantOrNull(8),
        ExpiresAt = row.InstantOrNull(9),
        RevokedAt = row.InstantOrNull(10),
        CreatedAt = row.Instant(11),
        LastUsedAt = row.InstantOrNull(12),
    };
}
