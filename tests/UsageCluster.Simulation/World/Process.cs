namespace UsageCluster.Simulation.World;

/// <summary>
/// What runs on a machine until it ends: its turns and its clocks. One that ended takes no turn any more, be it in the middle of a call; one that is
/// paused takes its turns later.
/// </summary>
internal sealed class Process : SynchronizationContext
{
    private readonly Turns _turns;
    private readonly List<Turn> _held = [];

    public Process(Turns turns, string name, DateTimeOffset start)
    {
        _turns = turns;
        Name = name;
        Time = new ManualTime(start, this);
    }

    public string Name { get; }

    /// <summary>Its wall clock and its monotonic clock; timers' callbacks are turns of its own.</summary>
    public ManualTime Time { get; }

    /// <summary>How fast its clocks go, in thousandths.</summary>
    public int ClockRate { get; set; } = 1_000;

    public bool HasEnded { get; private set; }

    public bool IsPaused { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) => _turns.Add(new Turn(this, d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may block the simulation.");

    public override SynchronizationContext CreateCopy() => this;

    public void Post(Action action) => Post(static state => ((Action)state!)(), action);

    public void End() => HasEnded = true;

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        foreach (var turn in _held)
            _turns.Add(turn);
        _held.Clear();
    }

    /// <summary>Keeps a turn until it is resumed.</summary>
    public void Hold(Turn turn) => _held.Add(turn);
}
