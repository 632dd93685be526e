namespace UsageCluster.Gateway.History;

/// <summary>A page of a history.</summary>
/// <param name="TotalCount">Rows of the range, on whatever page.</param>
/// <param name="Rows">The rows: one more than the page has, where more follow.</param>
internal readonly record struct HistoryPage(long TotalCount, IReadOnlyList<HistoryRow> Rows);
