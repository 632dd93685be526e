namespace UsageCluster.Cli.Replaying;

/// <summary>What came of holding other figures against the ledger's.</summary>
/// <param name="With">What the others are, in words.</param>
/// <param name="Rows">Every figure, by time.</param>
/// <param name="Partings">The instants at which they part, by time.</param>
/// <param name="IsCut">Whether there are more of these than are named.</param>
internal sealed record Comparison(string With, IReadOnlyList<FigureRow> Rows, IReadOnlyList<Parting> Partings, bool IsCut)
{
    /// <summary>Whether every figure is the same.</summary>
    public bool Agrees => !Rows.Any(row => row.Pair.Differs);

    /// <summary>The first entry at which they part, of those that are named; null: the ledger has none.</summary>
    public long? FirstVersion => Partings.SelectMany(p => p.Entries).Min(entry => (long?)entry.Version);
}
