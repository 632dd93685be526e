using UsageCluster.Soak.Faults;
using UsageCluster.Soak.Measures;

namespace UsageCluster.Soak.Runs;

/// <summary>What was measured and seen in the run on a store.</summary>
/// <param name="Store">The kind of store.</param>
/// <param name="Calls">All calls of the load.</param>
/// <param name="Faults">What was done.</param>
/// <param name="Processes">What the servers took, by their place.</param>
/// <param name="Findings">What was wrong.</param>
internal sealed record StoreRun(
    string Store,
    IReadOnlyList<CallSample> Calls,
    IReadOnlyList<FaultWindow> Faults,
    IReadOnlyDictionary<string, List<ProcessSample>> Processes,
    Findings Findings)
{
    /// <summary>What the steady server held on its heap.</summary>
    public IReadOnlyList<HeapSample> Heap { get; init; } = [];

    public int Events { get; init; }

    /// <summary>Events that the steady server may have in memory.</summary>
    public int SteadyEvents { get; init; }

    public int ExactReads { get; init; }

    public int BoundedReads { get; init; }

    public int Alerts { get; init; }

    public string Audit { get; init; } = "";

    /// <summary>Whether a fault is felt by a call.</summary>
    public bool IsDisturbed(CallSample call) => Faults.Any(f => f.Touches(call.Group, call.Due, call.End));

    /// <summary>Whether an error is one that a fault explains: a failure that clients are to repeat, in the fault's window.</summary>
    public bool IsExpected(CallSample call) =>
        call.Error is "503" or "429" or "connection" or "timeout"
        && Faults.Any(f => (f.ExcusesErrors || (f.Kind == FaultKind.Burst && call.Error == "429")) && f.Touches(call.Group, call.Due, call.End));
}
