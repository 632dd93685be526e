using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>A transaction's place in a list: newest first, then by id, then by company (both ordinal).</summary>
/// <param name="CreatedAt">When it was booked.</param>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">Its company.</param>
public readonly record struct TransactionKey(Instant CreatedAt, string Id, string CompanyId)
{
    /// <summary>Less than 0 where this one stands before the other in the list.</summary>
    public int CompareTo(TransactionKey other)
    {
        var order = other.CreatedAt.CompareTo(CreatedAt);
        if (order == 0)
            order = string.CompareOrdinal(Id, other.Id);
        return order != 0 ? order : string.CompareOrdinal(CompanyId, other.CompanyId);
    }
}
