namespace UsageCluster.Bench.Harness.Results;

/// <summary>One kind of read at growing sizes.</summary>
/// <param name="Name">The read.</param>
/// <param name="Of">What grows: events, companies.</param>
/// <param name="Points">In order of size.</param>
public sealed record GrowthLine(string Name, string Of, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>The slowest median over the fastest: 1 is flat.</summary>
    public double Flatness => Points.Max(p => p.P50Ms) / Points.Min(p => p.P50Ms);

    /// <summary>
    /// The most that a size costs over what a smaller one lets expect if cost grows in proportion: 1 or less is linear or better.
    /// </summary>
    public double Linearity => Points.SelectMany((of, i) => Points.Take(i).Select(from => of.P50Ms / of.Size / (from.P50Ms / from.Size))).DefaultIfEmpty(1).Max();
}
