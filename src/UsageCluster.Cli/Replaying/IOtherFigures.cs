using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>Figures of a company that were made otherwise than by replaying its ledger.</summary>
internal interface IOtherFigures
{
    /// <summary>What they are, in words.</summary>
    string Name { get; }

    /// <summary>The last version that they may part from the ledger at.</summary>
    long LastVersion { get; }

    /// <summary>The figures of a range, each beside the ledger's of the same moment, in order of their keys; those of nothing may be missing.</summary>
    Task<SortedDictionary<LineKey, FigurePair>> BesideLedgerAsync(TimeRange range, CancellationToken cancellationToken);
}
