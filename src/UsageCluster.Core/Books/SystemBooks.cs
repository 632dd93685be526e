using UsageCluster.Core.Billing;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>What a company used in one billing system: its lines, and the total.</summary>
internal sealed class SystemBooks(BillingSystem system)
{
    private readonly Dictionary<LineKey, Line> _lines = [];
    private readonly List<Timeline> _late = [];
    private readonly List<Line> _changed = [];

    // In order of their keys. An array that was shown never changes.
    private LineView[] _view = [];

    /// <summary>The system.</summary>
    public BillingSystem System { get; } = system;

    /// <summary>
    /// All that was booked or put in by a correction, whenever it occurred; what corrections took away is not taken off, so that no sum can leave
    /// 64 bits on its way.
    /// </summary>
    public long Total { get; private set; }

    /// <summary>How many lines there are.</summary>
    public int LineCount => _lines.Count;

    /// <summary>Books a use; <see cref="InsertLate"/> must follow before the next view.</summary>
    public void Add(Line line, TimelinePoint point)
    {
        Total = checked(Total + point.Quantity);
        Add(line, line.Uses, point);
    }

    /// <summary>Takes a use from a line, as a correction of that version does.</summary>
    public void Remove(Line line, TimelinePoint point) => Add(line, line.ToRemove(), point);

    /// <summary>Puts a use on a line, as a correction of that version does.</summary>
    public void Put(Line line, TimelinePoint point)
    {
        Total = checked(Total + point.Quantity);
        Add(line, line.ToAdd(), point);
    }

    /// <summary>Puts uses that came late where they belong.</summary>
    public void InsertLate()
    {
        foreach (var timeline in _late)
            timeline.InsertLate();
        _late.Clear();
    }

    /// <summary>The line of a key; null if there is none.</summary>
    public Line? Find(in LineKey key) => _lines.GetValueOrDefault(key);

    /// <summary>Makes the line of a key that has none.</summary>
    public Line Make(in LineKey key)
    {
        var focus = key.AgentFocus is null ? null : CostKeyPool.Share(key.AgentFocus);
        var line = new Line(key with { CostKey = CostKeyPool.Share(key.CostKey), AgentFocus = focus });
        _lines.Add(line.Key, line);
        line.Change();
        _changed.Add(line);
        return line;
    }

    /// <summary>Takes in what a snapshot put on a line.</summary>
    public void Restored(Line line) =>
        Total = checked(Total + line.Uses.View().Total.Quantity + (line.Added?.View().Total.Quantity ?? 0));

    /// <summary>The lines in order of their keys.</summary>
    public LineView[] View()
    {
        if (_changed.Count == 0)
            return _view;
        if (_view.Length == _lines.Count)
            _view = [.. _view];
        else
            Sort();
        foreach (var line in _changed)
            _view[line.Place] = line.View();
        _changed.Clear();
        return _view;
    }

    private void Add(Line line, Timeline timeline, TimelinePoint point)
    {
        var hadLate = timeline.HasLate;
        timeline.Add(point);
        if (!hadLate && timeline.HasLate)
            _late.Add(timeline);
        if (line.Change())
            _changed.Add(line);
    }

    private void Sort()
    {
        var sorted = new Line[_lines.Count];
        _lines.Values.CopyTo(sorted, 0);
        Array.Sort(sorted, static (a, b) => a.Key.CompareTo(b.Key));
        _view = new LineView[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i].Place = i;
            _view[i] = sorted[i].View();
        }
    }
}
