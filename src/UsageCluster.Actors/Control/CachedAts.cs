namespace UsageCluster.Actors.Control;

/// <summary>An ATS with its members in the order of answers, and their ids for invalidation.</summary>
internal sealed class CachedAts
{
    private readonly HashSet<string> _memberIds;

    public CachedAts(AtsRow row)
    {
        var members = row.Members.ToArray();
        Array.Sort(members, static (a, b) =>
        {
            var byName = string.CompareOrdinal(a.CompanyName, b.CompanyName);
            return byName != 0 ? byName : string.CompareOrdinal(a.CompanyId, b.CompanyId);
        });
        Row = row with { Members = members };
        _memberIds = members.Select(m => m.CompanyId).ToHashSet(StringComparer.Ordinal);
    }

    public AtsRow Row { get; }

    public bool Manages(string companyId) => _memberIds.Contains(companyId);
}
