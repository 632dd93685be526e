namespace UsageCluster.Simulation.Checks;

/// <summary>Something that must never be.</summary>
/// <param name="Rule">What it breaks: an invariant of docs/simulation.md, or <c>liveness</c>.</param>
/// <param name="What">What was seen.</param>
internal sealed record Violation(string Rule, string What)
{
    public override string ToString() => $"{Rule}: {What}";
}
