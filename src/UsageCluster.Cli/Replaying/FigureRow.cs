using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>A figure of a part of the time.</summary>
/// <param name="Range">A calendar month, or what of it, or of the time around all months, was asked for.</param>
/// <param name="Key">What it is of; a cost key that is empty: all.</param>
/// <param name="Pair">The figure, twice.</param>
internal sealed record FigureRow(TimeRange Range, LineKey Key, FigurePair Pair);
