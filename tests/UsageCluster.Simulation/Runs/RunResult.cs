using UsageCluster.Simulation.Checks;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Schedule">What was done.</param>
/// <param name="Violation">What was wrong first; null: nothing.</param>
/// <param name="TraceHash">Equal for equal runs.</param>
/// <param name="Steps">Turns taken.</param>
/// <param name="Simulated">Time that went by.</param>
/// <param name="Skipped">Of that, time in which everything stood still.</param>
/// <param name="LastLines">The last lines of what happened.</param>
internal sealed record RunResult(
    Schedule Schedule, Violation? Violation, ulong TraceHash, long Steps, TimeSpan Simulated, TimeSpan Skipped, IReadOnlyList<string> LastLines)
{
    public int Decided { get; init; }

    public int Resent { get; init; }

    public int Faults { get; init; }

    public int Entries { get; init; }

    public long Views { get; init; }

    /// <summary>Statements that carried several companies.</summary>
    public int SharedStatements { get; init; }
}
