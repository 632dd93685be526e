using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Makes columns of entries.</summary>
internal sealed class EntryWriter(TokenNumbers tokens)
{
    /// <summary>The entries of the requests, in their order.</summary>
    public async ValueTask<EntryColumns> ColumnsAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        var cache = await TokensAsync(requests.SelectMany(r => r.Entries), cancellationToken);
        var columns = new EntryColumns(requests.Sum(r => r.Entries.Count));
        foreach (var request in requests)
        {
            foreach (var entry in request.Entries)
                columns.Add(request.CompanyNo, entry, cache);
        }

        return columns;
    }

    /// <summary>The numbers of the entries' tokens, for use inside a transaction that comes later.</summary>
    public ValueTask<TokenCache> TokensAsync(IEnumerable<ChainedEntry> entries, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chained in entries)
        {
            if (chained.Entry is not UsageEntry usage)
                continue;
            needed.Add(usage.Event.CostKey);
            if (usage.Event.AgentFocus is { } focus)
                needed.Add(focus);
        }

        return tokens.WithAsync(needed, cancellationToken);
    }
}
