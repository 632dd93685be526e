using System.Collections.Immutable;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>Which events of a company were corrected, and where corrections stand among its rows. What they do to figures is kept by the lines.</summary>
internal sealed class CorrectionBooks
{
    private readonly Dictionary<string, Timeline> _byCostKey = new(StringComparer.Ordinal);
    private CorrectionsView? _view;

    /// <summary>See <see cref="CorrectionsView.Rows"/>.</summary>
    public Timeline Rows { get; } = new();

    /// <summary>See <see cref="CorrectionsView.Trails"/>.</summary>
    public ImmutableSortedDictionary<long, CorrectionTrail> Trails { get; private set; } = ImmutableSortedDictionary<long, CorrectionTrail>.Empty;

    /// <summary>Takes in a correction.</summary>
    public void Apply(CorrectionEntry correction)
    {
        _view = null;
        IReadOnlyList<long> before = Trails.TryGetValue(correction.EventVersion, out var trail) ? trail.Versions : [];
        Restore(correction.EventVersion, new CorrectionTrail([.. before, correction.Version], correction.After is null));
        if (correction.IsTest)
            return;
        var row = new TimelinePoint(correction.OccurredAt.Ticks, correction.Version, 0, CountsAsInterview: false);
        var costKey = correction.Before.Line.CostKey;
        Add(Rows, row);
        Add(RowsOf(costKey), row);
        if (correction.After is { Line.CostKey: var other } && other != costKey)
            Add(RowsOf(other), row);
    }

    /// <summary>The corrections of an event, as a snapshot holds them.</summary>
    public void Restore(long eventVersion, CorrectionTrail trail) => Trails = Trails.SetItem(eventVersion, trail);

    /// <summary>The rows of a cost key, made if there are none.</summary>
    public Timeline RowsOf(string costKey)
    {
        if (!_byCostKey.TryGetValue(costKey, out var rows))
            _byCostKey.Add(CostKeyPool.Share(costKey), rows = new Timeline());
        return rows;
    }

    /// <summary>The corrections as they are.</summary>
    public CorrectionsView View() => _view ??= new CorrectionsView(
        Trails,
        Rows.View(),
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal, _byCostKey.Select(r => KeyValuePair.Create(r.Key, r.Value.View()))));

    // Corrections are rare: each late one is put in its place at once.
    private static void Add(Timeline rows, TimelinePoint row)
    {
        rows.Add(row);
        rows.InsertLate();
    }
}
