using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>Goes through the rows of one timeline from the newest on: instants backwards, those of one instant by version.</summary>
internal sealed class RowWalk
{
    private readonly TimelineView _timeline;
    private readonly long _first;

    // The rows of the instant: places [_start, _end), of which _next is the current one.
    private long _start;
    private long _next;
    private long _end;

    /// <summary>Starts at the first row of the range behind the one given.</summary>
    public RowWalk(TimelineView timeline, TimeRange range, RowKey behind)
    {
        _timeline = timeline;
        _first = timeline.CountBefore(range.Start.Ticks);
        if (behind.OccurredAt < range.End)
        {
            _start = Math.Max(_first, timeline.CountBefore(behind.OccurredAt.Ticks));
            _end = Math.Max(_start, timeline.CountBefore(behind.OccurredAt.Ticks + 1));
            _next = Math.Max(_start, timeline.CountUpTo(behind.OccurredAt.Ticks, behind.Version));
        }
        else
        {
            _start = _next = _end = Math.Max(_first, timeline.CountBefore(range.End.Ticks));
        }

        if (_next >= _end)
            ToEarlier();
    }

    /// <summary>Whether there is a current row.</summary>
    public bool HasCurrent => _next < _end;

    /// <summary>The current row.</summary>
    public RowKey Current
    {
        get
        {
            var (ticks, version) = _timeline.RowAt(_next);
            return new RowKey(new Instant(ticks), version);
        }
    }

    /// <summary>Goes on to the next row.</summary>
    public void Step()
    {
        if (++_next == _end)
            ToEarlier();
    }

    private void ToEarlier()
    {
        _next = _end = _start;
        if (_end <= _first)
            return;
        _start = Math.Max(_first, _timeline.CountBefore(_timeline.RowAt(_end - 1).Ticks));
        _next = _start;
    }
}
