using System.Collections.Immutable;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>A company's corrections at one version. Immutable.</summary>
/// <param name="Trails">Of every corrected event, by its entry's version.</param>
/// <param name="Rows">The corrections that are in figures, as rows of no quantity.</param>
/// <param name="RowsByCostKey">The same for each cost key that one took a use from or gave it to, by cost key (ordinal).</param>
internal sealed record CorrectionsView(
    ImmutableSortedDictionary<long, CorrectionTrail> Trails, TimelineView Rows, ImmutableSortedDictionary<string, TimelineView> RowsByCostKey)
{
    /// <summary>No corrections.</summary>
    public static readonly CorrectionsView None = new CorrectionBooks().View();
}
