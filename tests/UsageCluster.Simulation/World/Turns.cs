using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>
/// The one thread, and virtual time. Of the turns that can be taken a seeded pick is taken next; when there are none, time goes on to whatever is due
/// next. A continuation that comes from another thread ends the run: something left the simulation, and with it determinism.
/// </summary>
internal sealed class Turns(Rng picks, Trace trace)
{
    private readonly List<Turn> _ready = [];
    private readonly PriorityQueue<Action, (long At, long No)> _due = new();
    private readonly List<Process> _processes = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _no;
    private volatile string? _escape;

    /// <summary>Turns taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Time that was skipped: nothing happened in it.</summary>
    public TimeSpan Skipped { get; private set; }

    public Process Start(string name, DateTimeOffset clocks)
    {
        var process = new Process(this, name, clocks);
        _processes.Add(process);
        return process;
    }

    public void End(Process process)
    {
        process.End();
        _processes.Remove(process);
    }

    public void Add(Turn turn)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _ready.Add(turn);
        else
            _escape ??= $"A continuation came from another thread:\n{Environment.StackTrace}";
    }

    /// <summary>Has a process do something after a while of true time.</summary>
    public void After(TimeSpan delay, Process process, Action action) => _due.Enqueue(() => process.Post(action), ((Now + delay).Ticks, ++_no));

    /// <summary>Everything stands still for so long; what was due meanwhile is late.</summary>
    public void Skip(TimeSpan by)
    {
        Skipped += by;
        PassTo(Now + by);
    }

    /// <summary>Takes a turn, after the time that passes until there is one. False: nothing will ever happen again.</summary>
    public bool Next()
    {
        while (true)
        {
            if (_escape is not null)
                throw new InvalidOperationException(_escape);
            if (_ready.Count == 0)
            {
                if (!PassToNext())
                    return false;
                continue;
            }

            var pick = picks.Next(_ready.Count);
            var turn = _ready[pick];
            _ready[pick] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (turn.Process.HasEnded)
                continue;
            if (turn.Process.IsPaused)
            {
                turn.Process.Hold(turn);
                continue;
            }

            Take(turn, pick);
            return true;
        }
    }

    private void Take(Turn turn, int pick)
    {
        Steps++;
        trace.Add(Now.Ticks);
        trace.Add(pick);
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turn.Process);
        try
        {
            turn.Callback(turn.State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private bool PassToNext()
    {
        TimeSpan? next = _due.TryPeek(out _, out var first) ? TimeSpan.FromTicks(first.At) : null;
        foreach (var process in _processes)
        {
            if (process.Time.NextDue is not { } due)
                continue;
            var left = Math.Max(0, due - process.Time.GetTimestamp());
            var at = Now + TimeSpan.FromTicks(((left * 1_000) + process.ClockRate - 1) / process.ClockRate);
            if (next is null || at < next)
                next = at;
        }

        if (next is not { } moment)
            return false;
        PassTo(moment > Now ? moment : Now);
        return true;
    }

    private void PassTo(TimeSpan moment)
    {
        var by = moment - Now;
        Now = moment;
        foreach (var process in _processes)
            process.Time.Advance(TimeSpan.FromTicks(by.Ticks * process.ClockRate / 1_000));
        while (_due.TryPeek(out var action, out var due) && due.At <= moment.Ticks)
        {
            _due.Dequeue();
            action();
        }
    }
}
