using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>An instant at which figures part.</summary>
/// <param name="At">When the uses occurred.</param>
/// <param name="Figures">What differs there.</param>
/// <param name="Entries">The ledger's entries that count there; none: the ledger has nothing then.</param>
internal sealed record Parting(Instant At, IReadOnlyDictionary<LineKey, FigurePair> Figures, IReadOnlyList<PartingEntry> Entries);
