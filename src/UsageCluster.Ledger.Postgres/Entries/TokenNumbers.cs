using Npgsql;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Gives cost keys and agent foci their numbers, and keeps up to a bound of them in memory.</summary>
internal sealed class TokenNumbers(Database database, int cacheMax)
{
    private const string ByText = "SELECT token_no, token FROM usage.tokens WHERE token = ANY($1)";

    private const string ByNumber = "SELECT token_no, token FROM usage.tokens WHERE token_no = ANY($1)";

    /// <summary>In order of the token: two processes that add the same tokens must not wait for each other in a circle.</summary>
    private const string Add = "INSERT INTO usage.tokens (token) SELECT t FROM unnest($1) AS t ORDER BY t ON CONFLICT DO NOTHING";

    private volatile TokenCache _cache = new(0);

    /// <summary>The numbers that are known now, without a question to the store.</summary>
    public TokenCache Cached => Current();

    /// <summary>A cache that has all of these, made where they are new. Their rows are committed before this returns.</summary>
    public async ValueTask<TokenCache> WithAsync(HashSet<string> tokens, CancellationToken cancellationToken)
    {
        var cache = Current();
        var missing = tokens.Where(t => !cache.Has(t)).ToArray();
        if (missing.Length == 0)
            return cache;
        if (MakeRoom(ref cache, missing.Length))
            missing = [.. tokens];
        return await database.ReadAsync(
            async connection =>
            {
                await LoadAsync(connection, cache, ByText, Sql.Texts(missing), cancellationToken);
                var unknown = missing.Where(t => !cache.Has(t)).ToArray();
                if (unknown.Length > 0)
                {
                    await connection.ExecuteAsync(Add, cancellationToken, Sql.Texts(unknown));
                    await LoadAsync(connection, cache, ByText, Sql.Texts(unknown), cancellationToken);
                }

                return cache;
            },
            cancellationToken);
    }

    /// <summary>A cache that has all of these numbers, which entries carry.</summary>
    public async ValueTask<TokenCache> WithAsync(NpgsqlConnection connection, HashSet<int> numbers, CancellationToken cancellationToken)
    {
        var cache = Current();
        var missing = numbers.Where(n => !cache.Has(n)).ToArray();
        if (missing.Length == 0)
            return cache;
        if (MakeRoom(ref cache, missing.Length))
            missing = [.. numbers];
        await LoadAsync(connection, cache, ByNumber, Sql.Array(missing), cancellationToken);
        return cache;
    }

    /// <summary>What was cached in another history of the database is void: it gives numbers out again.</summary>
    private TokenCache Current()
    {
        var cache = _cache;
        var history = database.History.Number;
        if (cache.History == history)
            return cache;
        cache = new TokenCache(history);
        _cache = cache;
        return cache;
    }

    private static async Task LoadAsync(
        NpgsqlConnection connection, TokenCache cache, string select, NpgsqlParameter which, CancellationToken cancellationToken)
    {
        foreach (var (number, token) in await connection.ListAsync(select, r => (r.GetInt32(0), r.GetString(1)), cancellationToken, which))
            cache.Add(number, token);
    }

    /// <summary>Starts an empty cache when the bound would be passed; true: it did, and what was cached is not in the new one.</summary>
    private bool MakeRoom(ref TokenCache cache, int more)
    {
        if (cache.Count + more <= cacheMax || cache.Count == 0)
            return false;
        cache = new TokenCache(cache.History);
        _cache = cache;
        return true;
    }
}
