namespace UsageCluster.Bench.Harness.Results;

/// <summary>A number that a scenario tells beside throughput and latency.</summary>
/// <param name="Name">As goals name it, in camel case.</param>
/// <param name="Value">In its unit.</param>
/// <param name="Unit"><c>×</c>, <c>B</c>, <c>ms</c>; empty for a count.</param>
public sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>Whether it is to stay small and steady enough from run to run to be held to a bound: a ratio, a size or a count, never a time.</summary>
    public bool IsHeld { get; init; }
}
