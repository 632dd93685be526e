using UsageCluster.Core.Books;

namespace UsageCluster.Core.Reports;

/// <summary>Exact figures of a line in one interval of a <see cref="LinesQuery"/>.</summary>
/// <param name="Interval">The interval, from 0.</param>
/// <param name="Sums">The figures.</param>
public readonly record struct LinePoint(int Interval, LineSums Sums);
