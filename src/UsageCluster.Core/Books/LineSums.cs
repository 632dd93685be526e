namespace UsageCluster.Core.Books;

/// <summary>Exact figures of one line in a range, tests not counted.</summary>
/// <param name="Events">Events.</param>
/// <param name="Interviews">Of those, the ones that count as interviews.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit, by the line's system.</param>
public readonly record struct LineSums(long Events, long Interviews, long Quantity);
