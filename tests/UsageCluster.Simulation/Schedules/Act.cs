namespace UsageCluster.Simulation.Schedules;

/// <summary>One thing that somebody does at a moment of a run. What exactly follows from its own seed.</summary>
/// <param name="No">Its number in the schedule that it was drawn for.</param>
/// <param name="At">When, since the beginning of the run.</param>
/// <param name="Kind">What.</param>
/// <param name="Seed">The seed of its own stream.</param>
internal sealed record Act(int No, TimeSpan At, ActKind Kind, ulong Seed)
{
    public bool IsFault => Kind >= ActKind.ArmCallFault;
}
