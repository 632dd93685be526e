namespace UsageCluster.Grains.Recording;

/// <summary>The companies that have events waiting or on their way.</summary>
internal sealed class LaneTable(Func<string, CompanyLane> makeLane)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CompanyLane> _lanes = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Puts an event at the end of its company's queue; false once the table is closed. Starts the company's lane where it rests.</summary>
    public bool TryPost(PendingEvent pending, Action beforeStart)
    {
        CompanyLane? lane;
        var isNew = false;
        lock (_gate)
        {
            if (_isClosed)
                return false;
            var companyId = pending.Report.CompanyId;
            if (!_lanes.TryGetValue(companyId, out lane))
            {
                lane = makeLane(companyId);
                _lanes.Add(companyId, lane);
                isNew = true;
            }

            beforeStart();
            lane.Waiting.Enqueue(pending);
        }

        if (isNew)
            lane.Start();
        return true;
    }

    /// <summary>Moves events of the company from its queue into a batch, up to so many.</summary>
    public void Take(CompanyLane lane, List<PendingEvent> batch, int eventsMax)
    {
        lock (_gate)
        {
            while (batch.Count < eventsMax && lane.Waiting.TryDequeue(out var pending))
                batch.Add(pending);
        }
    }

    /// <summary>Forgets a company whose queue is empty; false if it is not.</summary>
    public bool TryRemove(CompanyLane lane)
    {
        lock (_gate)
        {
            return lane.Waiting.Count == 0 && _lanes.Remove(lane.CompanyId);
        }
    }

    /// <summary>Takes no further events.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }
}
