using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>What a server that starts now serves: the books of a snapshot, and the entries behind it.</summary>
/// <param name="snapshotVersion">The snapshot's version.</param>
/// <param name="place">Where it is kept, in words.</param>
/// <param name="ledger">The books of the whole ledger.</param>
/// <param name="served">Those of the snapshot and what is behind it, at the same version.</param>
internal sealed class SnapshotFigures(long snapshotVersion, string place, CompanyView ledger, CompanyView served) : IOtherFigures
{
    public string Name => $"the {place} of version {snapshotVersion} and the entries behind it";

    public long LastVersion => snapshotVersion;

    public Task<SortedDictionary<LineKey, FigurePair>> BesideLedgerAsync(TimeRange range, CancellationToken cancellationToken) =>
        Task.FromResult(Figures.Pair(Of(ledger, range), Of(served, range)));

    private static Dictionary<LineKey, LineSums> Of(CompanyView view, TimeRange range) =>
        view.Figures(new LinesQuery([range.Start, range.End], LineGroups.All)).Lines.ToDictionary(line => line.Key, line => line.Points[0].Sums);
}
