using UsageCluster.Core.Billing;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>What a company used in one billing system: a timeline for each cost key, and the total.</summary>
internal sealed class SystemBooks(BillingSystem system)
{
    private readonly Dictionary<string, Timeline> _timelines = new(StringComparer.Ordinal);
    private readonly List<Timeline> _late = [];

    // By cost key (ordinal), built anew when a cost key comes in.
    private KeyValuePair<string, Timeline>[]? _sorted;
    private BucketView[]? _view = [];

    /// <summary>The system.</summary>
    public BillingSystem System { get; } = system;

    /// <summary>All that was booked, whenever it occurred.</summary>
    public long Total { get; private set; }

    /// <summary>Books a use; <see cref="InsertLate"/> must follow before the next view.</summary>
    public void Add(string costKey, TimelinePoint point)
    {
        Total = checked(Total + point.Quantity);
        var timeline = TimelineOf(costKey);
        var hadLate = timeline.HasLate;
        timeline.Add(point);
        if (!hadLate && timeline.HasLate)
            _late.Add(timeline);
        _view = null;
    }

    /// <summary>Puts uses that came late where they belong.</summary>
    public void InsertLate()
    {
        foreach (var timeline in _late)
            timeline.InsertLate();
        _late.Clear();
    }

    /// <summary>The timeline of a cost key, made if there is none.</summary>
    public Timeline TimelineOf(string costKey)
    {
        if (!_timelines.TryGetValue(costKey, out var timeline))
        {
            _timelines.Add(CostKeyPool.Share(costKey), timeline = new Timeline());
            _sorted = null;
        }

        return timeline;
    }

    /// <summary>The buckets by cost key (ordinal).</summary>
    public BucketView[] View()
    {
        if (_view is not null)
            return _view;
        if (_sorted is null)
        {
            _sorted = [.. _timelines];
            Array.Sort(_sorted, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        }

        _view = new BucketView[_sorted.Length];
        for (var i = 0; i < _view.Length; i++)
            _view[i] = new BucketView(_sorted[i].Key, _sorted[i].Value.View());
        return _view;
    }
}
