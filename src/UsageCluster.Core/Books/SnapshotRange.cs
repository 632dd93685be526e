namespace UsageCluster.Core.Books;

/// <summary>Neighbouring bytes of books in a snapshot.</summary>
/// <param name="Start">The first one, counted from the beginning of the books.</param>
/// <param name="Length">How many.</param>
public readonly record struct SnapshotRange(int Start, int Length);
