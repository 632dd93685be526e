namespace UsageCluster.Core.Reports;

/// <summary>Exact figures over several companies (invariant I3: the merge of their reports). Sums that leave 64 bits throw.</summary>
/// <param name="MinutesMs">Milliseconds; null if and only if no entry is on minutes.</param>
/// <param name="CreditsMicro">Millionths of a credit; null if and only if no entry is on credits.</param>
/// <param name="Interviews">Interviews of all entries.</param>
/// <param name="Buckets">By cost key (ordinal).</param>
public sealed record MergedTotals(long? MinutesMs, long? CreditsMicro, long Interviews, IReadOnlyList<MergedBucket> Buckets)
{
    /// <summary>Merges reports; the order does not matter. Throws <see cref="OverflowException"/> beyond 64 bits.</summary>
    public static MergedTotals Of(IReadOnlyList<CompanyReport> reports)
    {
        var merge = new ReportsMerge();
        for (var i = 0; i < reports.Count; i++)
            merge.Add(reports[i]);
        return merge.ToTotals();
    }
}
