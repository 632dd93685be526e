namespace UsageCluster.Simulation.Schedules;

/// <summary>Everything that is done to a cluster in one run, in order of time: a run is a function of its schedule.</summary>
/// <param name="Seed">The seed that it was drawn from.</param>
/// <param name="Steps">Turns until the faults end.</param>
/// <param name="Acts">What is done.</param>
internal sealed record Schedule(ulong Seed, int Steps, IReadOnlyList<Act> Acts)
{
    private const int StepsPerAct = 12;

    private static readonly ActKind[] Faults = [.. Enum.GetValues<ActKind>().Where(k => k >= ActKind.ArmCallFault)];

    // Events are what everything else is about.
    private static readonly ActKind[] Work =
    [
        .. Enum.GetValues<ActKind>().Where(k => k < ActKind.ArmCallFault),
        .. Enumerable.Repeat(ActKind.Record, 6),
        .. Enumerable.Repeat(ActKind.RecordBatch, 6),
        .. Enumerable.Repeat(ActKind.Correct, 3),
        .. Enumerable.Repeat(ActKind.ReadCompany, 2),
        ActKind.ReadAts,
    ];

    /// <summary>
    /// Draws a schedule. Each seed leaves some kinds of faults out, and has them dense or sparse: all of them at once would hide what two of them do.
    /// </summary>
    public static Schedule Of(ulong seed, int steps)
    {
        var rng = new Rng(seed);
        var faults = Faults.Where(_ => rng.Next(5) < 3).Append(ActKind.ArmCallFault).ToArray();
        var faultsInTen = rng.Next(1, 5);
        var gapMax = rng.Pick([2_000, 20_000, 200_000]);
        var acts = new List<Act>(steps / StepsPerAct);
        var at = TimeSpan.FromMilliseconds(50);
        for (var no = 1; no <= steps / StepsPerAct; no++)
        {
            at += rng.OneIn(12) ? rng.Micros(0, 3_000_000) : rng.OneIn(2) ? rng.Micros(0, 1_500) : rng.Micros(0, gapMax);
            acts.Add(new Act(no, at, rng.Next(10) < faultsInTen ? rng.Pick(faults) : rng.Pick(Work), rng.NextSeed()));
        }

        return new Schedule(seed, steps, acts);
    }
}
