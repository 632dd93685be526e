namespace UsageCluster.Core.Transactions;

/// <summary>A page of a company's transactions.</summary>
/// <param name="TotalCount">Transactions between the instants asked for, on all pages.</param>
/// <param name="Rows">The page's rows.</param>
public sealed record TransactionPage(long TotalCount, IReadOnlyList<TransactionRow> Rows);
