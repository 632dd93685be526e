using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Makes columns of entries.</summary>
internal sealed class EntryWriter(TokenNumbers tokens)
{
    /// <summary>The entries of the requests, in their order.</summary>
    public async ValueTask<EntryColumns> ColumnsAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        var rows = 0;
        for (var i = 0; i < requests.Count; i++)
            rows += requests[i].Entries.Count;
        var cache = tokens.Cached;
        if (!HasAll(cache, requests))
            cache = await tokens.WithAsync(Needed(requests), cancellationToken);
        var columns = new EntryColumns(rows);
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            for (var j = 0; j < request.Entries.Count; j++)
                columns.Add(request.CompanyNo, request.Entries[j], cache);
        }

        return columns;
    }

    /// <summary>The numbers of the entries' tokens, for use inside a transaction that comes later.</summary>
    public ValueTask<TokenCache> TokensAsync(IReadOnlyList<ChainedEntry> entries, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        Collect(entries, needed);
        return tokens.WithAsync(needed, cancellationToken);
    }

    private static bool HasAll(TokenCache cache, IReadOnlyList<AppendRequest> requests)
    {
        for (var i = 0; i < requests.Count; i++)
        {
            var entries = requests[i].Entries;
            for (var j = 0; j < entries.Count; j++)
            {
                if (entries[j].Entry is UsageEntry { Event: var report }
                    && (!cache.Has(report.CostKey) || (report.AgentFocus is { } focus && !cache.Has(focus))))
                    return false;
            }
        }

        return true;
    }

    private static HashSet<string> Needed(IReadOnlyList<AppendRequest> requests)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
            Collect(request.Entries, needed);
        return needed;
    }

    private static void Collect(IReadOnlyList<ChainedEntry> entries, HashSet<string> needed)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Entry is not UsageEntry usage)
                continue;
            needed.Add(usage.Event.CostKey);
            if (usage.Event.AgentFocus is { } focus)
                needed.Add(focus);
        }
    }
}
