using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>A page of a company's transactions.</summary>
/// <param name="From">Those created at or after it; null: any.</param>
/// <param name="To">Those created before it; null: any.</param>
/// <param name="After">Those behind this one in the list; null: from the beginning.</param>
/// <param name="Skip">Rows to leave out of these.</param>
/// <param name="Take">Rows at most.</param>
public sealed record TransactionQuery(Instant? From, Instant? To, TransactionKey? After, int Skip, int Take);
