namespace UsageCluster.Actors.Control;

/// <summary>Rows of a page and the count of all rows.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Rows">The page's rows.</param>
/// <param name="TotalCount">Rows on all pages.</param>
public sealed record PageOf<T>(IReadOnlyList<T> Rows, long TotalCount);
