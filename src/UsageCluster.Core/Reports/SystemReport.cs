using UsageCluster.Core.Billing;

namespace UsageCluster.Core.Reports;

/// <summary>A company's exact figures in one billing system.</summary>
/// <param name="System">The system, and so the unit of every quantity here.</param>
/// <param name="Quantity">The sum over the buckets.</param>
/// <param name="Interviews">The sum over the buckets.</param>
/// <param name="Buckets">By cost key (ordinal); none without events.</param>
public sealed record SystemReport(BillingSystem System, long Quantity, long Interviews, IReadOnlyList<BucketFigures> Buckets);
