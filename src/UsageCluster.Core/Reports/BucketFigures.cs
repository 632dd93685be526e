namespace UsageCluster.Core.Reports;

/// <summary>Exact figures of one cost key.</summary>
/// <param name="CostKey">The cost key.</param>
/// <param name="Events">Events in the range, tests not counted.</param>
/// <param name="Interviews">Of those, the ones that count as interviews.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit, by the system of the entry that holds the bucket.</param>
public readonly record struct BucketFigures(string CostKey, long Events, long Interviews, long Quantity);
