using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <summary>The numbers under which entries keep cost keys and agent foci. Used on the writing thread.</summary>
internal sealed class InternedNames(int cachedMax)
{
    private readonly Dictionary<string, long> _costKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _foci = new(StringComparer.Ordinal);

    public long CostKey(Session session, string costKey) => Number(
        session,
        _costKeys,
        costKey,
        "SELECT cost_key_no FROM cost_key_names WHERE cost_key = ?1",
        "INSERT INTO cost_key_names (cost_key) VALUES (?1) RETURNING cost_key_no");

    public long? Focus(Session session, string? agentFocus) => agentFocus is null ? null : Number(
        session,
        _foci,
        agentFocus,
        "SELECT focus_no FROM focus_names WHERE agent_focus = ?1",
        "INSERT INTO focus_names (agent_focus) VALUES (?1) RETURNING focus_no");

    /// <summary>Forgets numbers that may have been given out in a transaction that was undone.</summary>
    public void Forget()
    {
        _costKeys.Clear();
        _foci.Clear();
    }

    private long Number(Session session, Dictionary<string, long> cache, string name, string find, string insert)
    {
        if (cache.TryGetValue(name, out var number))
            return number;
        if (cache.Count >= cachedMax)
            cache.Clear();
        number = session.FindInteger(find, name) ?? session.FindInteger(insert, name)!.Value;
        cache.Add(name, number);
        return number;
    }
}
