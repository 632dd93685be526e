namespace UsageCluster.Soak.Model;

/// <summary>
/// What the clients know of a company: what they sent and what was acknowledged, by day. From that follows between which bounds an answer may lie;
/// where nothing is in flight the bounds are one figure.
/// </summary>
internal sealed class CompanyModel
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTime, Dictionary<Line, Figures>> _days = [];
    private readonly List<ModelEvent> _events = [];
    private readonly List<(DateTime Since, bool OnCredits)> _systems = [];
    private int _undecided;
    private bool _isSwitching;

    public CompanyModel(string id, bool onCredits)
    {
        Id = id;
        _systems.Add((DateTime.MinValue, onCredits));
    }

    public string Id { get; }

    /// <summary>All events that were sent, in the order of their making.</summary>
    public IReadOnlyList<ModelEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>One of them; null: there is none.</summary>
    public ModelEvent? AnyEvent(int chance)
    {
        lock (_lock)
            return _events.Count == 0 ? null : _events[chance % _events.Count];
    }

    /// <summary>Makes an event in the system in force and notes it as sent; null: the system is changing at this moment.</summary>
    public ModelEvent? Send(string eventId, string costKey, DateTime occurredAt, int durationMs)
    {
        lock (_lock)
        {
            if (_isSwitching)
                return null;
            var made = new ModelEvent(eventId, Id, costKey, occurredAt, durationMs, _systems.Last(s => s.Since <= occurredAt).OnCredits);
            made.Final = made.Quantity;
            _events.Add(made);
            _undecided++;
            Add(made, Figures.OfSent(1, made.Quantity));
            return made;
        }
    }

    /// <summary>The server has said that the event is booked. False: it had said so before.</summary>
    public bool Acknowledge(ModelEvent made)
    {
        lock (_lock)
        {
            if (made.IsAcknowledged)
                return false;
            made.IsAcknowledged = true;
            _undecided--;
            Add(made, Figures.OfAcknowledged(1, made.Quantity));
            return true;
        }
    }

    /// <summary>Notes a correction of an acknowledged event as sent; null: there is none to correct at the place that chance names.</summary>
    public Correction? Correct(string id, int chance, int? durationMs)
    {
        lock (_lock)
        {
            if (_events.Count == 0 || _events[chance % _events.Count] is not { IsAcknowledged: true, IsCorrected: false } of || of.DurationMs == durationMs)
                return null;
            of.IsCorrected = true;
            var made = new Correction(id, of, durationMs);
            Add(of, Figures.OfSent(made.EventsChange, made.QuantityChange));
            return made;
        }
    }

    /// <summary>The server has said that the correction is booked.</summary>
    public void Acknowledge(Correction made)
    {
        lock (_lock)
        {
            made.Of.Final = made.DurationMs is { } ms ? made.Of.QuantityOf(ms) : null;
            Add(made.Of, Figures.OfAcknowledged(made.EventsChange, made.QuantityChange));
        }
    }

    /// <summary>
    /// Begins a switch to the other system: from a fifth of the way between the last switch, or <paramref name="first"/>, and <paramref name="last"/>.
    /// Null where an event is undecided, for which it would not be known whether it was booked before or after.
    /// </summary>
    public (DateTime Since, bool OnCredits)? BeginSwitch(DateTime first, DateTime last)
    {
        lock (_lock)
        {
            if (_undecided > 0 || _isSwitching)
                return null;
            _isSwitching = true;
            var (since, onCredits) = _systems[^1];
            var from = since < first ? first : since;
            var at = from + ((last - from) / 5);
            return (new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc), !onCredits);
        }
    }

    public void EndSwitch((DateTime Since, bool OnCredits) to)
    {
        lock (_lock)
        {
            _systems.Add(to);
            _isSwitching = false;
        }
    }

    /// <summary>The figures of the days from one until before another, by line.</summary>
    public Dictionary<Line, Figures> Sum(DateTime from, DateTime to)
    {
        Dictionary<Line, Figures> sum = [];
        lock (_lock)
        {
            foreach (var (day, lines) in _days)
            {
                if (day < from || day >= to)
                    continue;
                foreach (var (line, figures) in lines)
                    sum[line] = sum.GetValueOrDefault(line) + figures;
            }
        }

        return sum;
    }

    private void Add(ModelEvent of, Figures change)
    {
        if (!_days.TryGetValue(of.OccurredAt.Date, out var lines))
            _days.Add(of.OccurredAt.Date, lines = []);
        lines[of.Line] = lines.GetValueOrDefault(of.Line) + change;
    }
}
