using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>Holds other figures against the ledger's month by month, and looks for the instants, and then the entries, at which they part.</summary>
internal sealed class Comparer(IOtherFigures other, ILedgerRows rows, StoredCompany company, int pageSize, ReplayOptions options)
{
    private readonly List<FigureRow> _figures = [];
    private readonly SortedDictionary<Instant, SortedDictionary<LineKey, FigurePair>> _partings = [];
    private bool _isCut;

    /// <summary>Compares a range that consists of these parts, in order.</summary>
    public async Task<Comparison> RunAsync(IEnumerable<TimeRange> parts, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            var pairs = await other.BesideLedgerAsync(part, cancellationToken);
            _figures.AddRange(pairs.Select(p => new FigureRow(part, p.Key, p.Value)));
            if (Differs(pairs))
                await FindAsync(part, pairs, cancellationToken);
        }

        var entries = await EntriesAsync(cancellationToken);
        return new Comparison(
            other.Name,
            _figures,
            [.. _partings.Select(p => new Parting(p.Key, p.Value.Where(f => f.Value.Differs).ToDictionary(), entries.GetValueOrDefault(p.Key) ?? []))],
            _isCut);
    }

    private static bool Differs(SortedDictionary<LineKey, FigurePair> pairs) => pairs.Values.Any(p => p.Differs);

    // By halves, the earlier one first.
    private async Task FindAsync(TimeRange range, SortedDictionary<LineKey, FigurePair> pairs, CancellationToken cancellationToken)
    {
        var open = new Stack<(TimeRange Range, SortedDictionary<LineKey, FigurePair> Pairs)>([(range, pairs)]);
        while (open.TryPop(out var next))
        {
            if (_partings.Count == options.PartingsMax)
            {
                _isCut = true;
                return;
            }

            var (start, end) = (next.Range.Start.Ticks, next.Range.End.Ticks);
            if (end - start == 1)
            {
                _partings.Add(next.Range.Start, next.Pairs);
                continue;
            }

            var middle = new Instant(start + ((end - start) / 2));
            foreach (var half in (TimeRange[])[new(middle, next.Range.End), new(next.Range.Start, middle)])
            {
                if (await other.BesideLedgerAsync(half, cancellationToken) is var ofHalf && Differs(ofHalf))
                    open.Push((half, ofHalf));
            }
        }
    }

    /// <summary>The ledger's entries that count where the figures part, on a cost key that differs.</summary>
    private async Task<Dictionary<Instant, List<PartingEntry>>> EntriesAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<Instant, List<PartingEntry>>();
        var after = 0L;
        while (_partings.Count > 0 && await rows.EntriesAsync(company, after, pageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var stored in page.Where(s => s.Version <= other.LastVersion))
            {
                if (stored.Entry is UsageEntry use && IsAt(use.Event.OccurredAt, BookedUse.Of(use).Line))
                    Add(use.Event.OccurredAt, new PartingEntry(use.Version, use.Event.EventId));
                else if (stored.Entry is CorrectionEntry correction && (IsAt(correction.OccurredAt, correction.Before.Line) || (correction.After is { } use2 && IsAt(correction.OccurredAt, use2.Line))))
                    Add(correction.OccurredAt, new PartingEntry(correction.Version, correction.Request.CorrectionId));
            }

            after = page[^1].Version;
        }

        return found;

        bool IsAt(Instant at, LineKey line) =>
            _partings.TryGetValue(at, out var figures)
            && figures.Any(f => f.Value.Differs && f.Key.System == line.System && f.Key.CostKey == line.CostKey);

        void Add(Instant at, PartingEntry entry)
        {
            if (!found.TryGetValue(at, out var entries))
                found.Add(at, entries = []);
            entries.Add(entry);
        }
    }
}
