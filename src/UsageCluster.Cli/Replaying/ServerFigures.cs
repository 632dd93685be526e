using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>What a running server answers.</summary>
internal sealed class ServerFigures(ServerUsage server, ILedgerRows rows, StoredCompany company, LedgerFold ledger, ReplayOptions options) : IOtherFigures
{
    /// <summary>A server is asked for nothing beyond these.</summary>
    private static readonly TimeRange Asked = new(Instant.Earliest, Instant.Latest);

    public string Name => $"the server {server.Name}";

    public long LastVersion => long.MaxValue;

    public async Task<SortedDictionary<LineKey, FigurePair>> BesideLedgerAsync(TimeRange range, CancellationToken cancellationToken)
    {
        if (range.End <= Asked.Start || range.Start >= Asked.End)
            return [];
        range = new TimeRange(range.Start < Asked.Start ? Asked.Start : range.Start, range.End > Asked.End ? Asked.End : range.End);
        for (var attempt = 0; attempt < options.AttemptsMax; attempt++)
        {
            // An answer may be as of any moment in between: it counts where the range stands still meanwhile.
            var before = Of(ledger.View.Report(range));
            var answer = await server.FiguresAsync(company.CompanyId, range, cancellationToken);
            if (await rows.HeadAsync(company, cancellationToken) is { } head)
                await ledger.ToAsync(head.Version, cancellationToken);
            if (Figures.AreSame(before, Of(ledger.View.Report(range))))
                return Figures.Pair(before, answer);
        }

        throw new LedgerUnavailableException(
            $"The figures of {company.CompanyId} from {range.Start} to {range.End} do not stand still long enough to be held against the server's: name an earlier --to.", null);
    }

    /// <summary>By cost key, and, without one, what a whole billing system comes to: the interviews are told apart no further.</summary>
    private static Dictionary<LineKey, LineSums> Of(CompanyReport report)
    {
        var figures = new Dictionary<LineKey, LineSums>();
        foreach (var system in report.Systems)
        {
            foreach (var bucket in system.Buckets)
                figures.Add(ServerUsage.KeyOf(system.System, bucket.CostKey), new LineSums(bucket.Events, 0, bucket.Quantity));
            if (system.Buckets.Count > 0)
                figures.Add(ServerUsage.KeyOf(system.System, ""), new LineSums(0, system.Interviews, system.Quantity));
        }

        return figures;
    }
}
