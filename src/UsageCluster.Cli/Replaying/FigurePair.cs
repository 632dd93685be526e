using UsageCluster.Core.Books;

namespace UsageCluster.Cli.Replaying;

/// <summary>One figure, twice.</summary>
/// <param name="Ledger">As the ledger's entries make it.</param>
/// <param name="Other">As it is held against that.</param>
internal readonly record struct FigurePair(LineSums Ledger, LineSums Other)
{
    /// <summary>Whether they are not the same.</summary>
    public bool Differs => Ledger != Other;
}
