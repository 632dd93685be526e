using System.Diagnostics.CodeAnalysis;

namespace UsageCluster.Actors.Companies;

/// <summary>What waits for one company's actor, in order of arrival, with what is in flight. Bounded.</summary>
internal sealed class CompanyQueue(CompanyActorOptions options)
{
    private readonly Queue<PendingWork> _work = new();

    // Calls of which a flush has taken every event, or changes, that are in flight: told when it ends.
    private readonly List<PendingWork> _taken = [];
    private int _changes;

    /// <summary>Events that wait or are in flight.</summary>
    public int Events { get; private set; }

    /// <summary>Adds a call; false if it does not fit whole.</summary>
    public bool TryAdd(PendingRecord call)
    {
        if (call.Count > options.PendingEventsMax - Events)
            return false;
        Events += call.Count;
        _work.Enqueue(call);
        return true;
    }

    /// <summary>Adds a change; false if too many wait.</summary>
    public bool TryAdd(PendingChange change)
    {
        if (_changes >= options.PendingChangesMax)
            return false;
        _changes++;
        _work.Enqueue(change);
        return true;
    }

    /// <summary>What is next; it stays in the queue.</summary>
    public bool TryPeek([NotNullWhen(true)] out PendingWork? work) => _work.TryPeek(out work);

    /// <summary>Takes events from the front, across calls, up to the bounds or to the next change.</summary>
    public Flush TakeFlush(int eventsMax)
    {
        var limit = Math.Min(eventsMax, options.AppendEventsMax);
        var count = 0;
        foreach (var work in _work)
        {
            if (count >= limit || work is not PendingRecord call)
                break;
            count += call.Count - call.Taken;
        }

        var flush = new Flush(Math.Min(count, limit));
        while (flush.Count < limit && _work.TryPeek(out var work) && work is PendingRecord call)
        {
            while (call.Taken < call.Count && flush.Count < limit)
                flush.Add(call, call.Taken++);
            if (call.Taken == call.Count)
                _taken.Add(_work.Dequeue());
        }

        return flush;
    }

    /// <summary>Tells the callers of a flush what became of their events.</summary>
    public void Complete(Flush flush)
    {
        Events -= flush.Count;
        _taken.Clear();
        flush.Complete();
    }

    /// <summary>Tells the caller of the change at the front.</summary>
    public void Complete(PendingChange change, ChangeOutcome outcome)
    {
        Remove(change);
        change.Complete(outcome);
    }

    /// <summary>Takes the change at the front away.</summary>
    public void Remove(PendingChange change)
    {
        if (!_work.TryPeek(out var front) || front != change)
            return;
        _work.Dequeue();
        _changes--;
    }

    /// <summary>Whether nothing waits or is in flight.</summary>
    public bool IsEmpty => _taken.Count == 0 && _work.Count == 0;

    /// <summary>Fails everything that waits or is in flight; returns how many calls that were.</summary>
    public int FailAll(Func<Exception> exception)
    {
        var count = _taken.Count + _work.Count;
        foreach (var work in _taken)
            work.Fail(exception());
        foreach (var work in _work)
            work.Fail(exception());
        _taken.Clear();
        _work.Clear();
        Events = 0;
        _changes = 0;
        return count;
    }
}
