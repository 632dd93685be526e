using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Makes columns of entries.</summary>
internal sealed class EntryWriter(TokenNumbers tokens)
{
    /// <summary>The entries of the requests, in their order.</summary>
    public async ValueTask<EntryColumns> ColumnsAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var rows = 0;
        foreach (var request in requests)
        {
            rows += request.Entries.Count;
            Collect(request.Entries, needed);
        }

        var cache = await tokens.WithAsync(needed, cancellationToken);
        var columns = new EntryColumns(rows);
        foreach (var request in requests)
        {
            for (var i = 0; i < request.Entries.Count; i++)
                columns.Add(request.CompanyNo, request.Entries[i], cache);
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
