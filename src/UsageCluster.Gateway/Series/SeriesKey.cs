namespace UsageCluster.Gateway.Series;

/// <summary>What a group of a series has in common; null where the series does not tell it apart, or where the events named none.</summary>
internal readonly record struct SeriesKey(string? CostKey, string? AgentFocus, string? CompanyId) : IComparable<SeriesKey>
{
    /// <summary>By cost key, agent focus, company (ordinal), null first.</summary>
    public int CompareTo(SeriesKey other)
    {
        var order = string.CompareOrdinal(CostKey, other.CostKey);
        if (order == 0)
            order = string.CompareOrdinal(AgentFocus, other.AgentFocus);
        return order != 0 ? order : string.CompareOrdinal(CompanyId, other.CompanyId);
    }
}
