namespace UsageCluster.Soak.Reports;

/// <summary>A minute of the load.</summary>
/// <param name="Minute">From 0.</param>
/// <param name="Requests">Calls that were due in it, repeats included.</param>
/// <param name="ExpectedErrors">Errors that a fault explains, by status or failure.</param>
/// <param name="UnexpectedErrors">The others.</param>
/// <param name="Calm">Latency by class of call, where no fault was felt.</param>
/// <param name="Kinds">Latency by kind of call, all of them.</param>
/// <param name="Steady">What the steady server took, in the middle of its samples.</param>
/// <param name="Exposed">What the exposed one took.</param>
internal sealed record MinuteReport(
    int Minute,
    int Requests,
    IReadOnlyDictionary<string, int> ExpectedErrors,
    IReadOnlyDictionary<string, int> UnexpectedErrors,
    IReadOnlyDictionary<string, Latency> Calm,
    IReadOnlyDictionary<string, Latency> Kinds,
    ProcessFigures? Steady,
    ProcessFigures? Exposed);
