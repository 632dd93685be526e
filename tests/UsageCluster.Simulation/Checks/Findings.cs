namespace UsageCluster.Simulation.Checks;

/// <summary>What was found to be wrong in a run: the first thing; a run ends with it.</summary>
internal sealed class Findings
{
    public Violation? First { get; private set; }

    public void Add(string rule, string what) => First ??= new Violation(rule, what);

    public void Check(bool holds, string rule, string what)
    {
        if (!holds)
            Add(rule, what);
    }
}
