namespace UsageCluster.Core.Reports;

/// <summary>Exact figures of one cost key over several companies.</summary>
/// <param name="CostKey">The cost key.</param>
/// <param name="Events">Events of all contributing entries.</param>
/// <param name="MinutesMs">Milliseconds; null if no entry on minutes contributed.</param>
/// <param name="CreditsMicro">Millionths of a credit; null if no entry on credits contributed.</param>
public readonly record struct MergedBucket(string CostKey, long Events, long? MinutesMs, long? CreditsMicro);
