using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Faults;

/// <summary>
/// The fault model: what may happen to a cluster, and how it is done to it here. Single calls and messages fail as <see cref="CallFault"/> says. A process
/// crashes between two turns, so at any await; it stands still, and its clocks go on; it is cut off from the store; its wall clock jumps by minutes either
/// way, its clocks run up to 4 % fast or slow (the lease's margin is 10 %). A company is activated again, given up, or its node's lease is found expired by
/// another node. Snapshots are lost, stale or damaged; a doubled or late save is one that came back. Everything stands still for hours or weeks, so that
/// months are closed. What never happens: a store that forgets or changes what it committed, and clocks that differ by more than the lease's margin.
/// </summary>
internal sealed class Saboteur(Cluster cluster, Trace trace)
{
    private static readonly CallPoint[] Points =
        [.. Enum.GetValues<CallPoint>(), CallPoint.Append, CallPoint.Append, CallPoint.SharedAppend, CallPoint.Message, CallPoint.Message];

    private bool _isOver;

    /// <summary>Faults that happened.</summary>
    public int Done { get; private set; }

    public void Do(Act act)
    {
        var rng = new Rng(act.Seed);
        var node = rng.Pick(cluster.Nodes);
        if (Describe(act, rng, node) is not { } what)
            return;
        Done++;
        trace.Say(cluster.Turns.Now, $"#{act.No} FAULT {what}");
    }

    /// <summary>No more faults from now on, and what is broken is mended.</summary>
    public void Heal()
    {
        _isOver = true;
        foreach (var node in cluster.Nodes)
            node.Heal();
    }

    /// <summary>Does it; what was done, null: nothing, there was nobody to do it to.</summary>
    private string? Describe(Act act, Rng rng, Node node)
    {
        var process = node.Current;
        var companyId = rng.Pick(Cluster.CompanyIds);
        switch (act.Kind)
        {
            case ActKind.ArmCallFault:
                var point = rng.Pick(Points);
                var fault = rng.Pick(ArmedFaults.At(point));
                var count = rng.Next(1, 4);
                for (var i = 0; i < count; i++)
                    node.Faults.Arm(point, fault);
                return $"{fault} waits for the next {count} of {node.Name}'s {point} calls";
            case ActKind.Crash when process is not null:
                node.Crash();
                Later(rng.Micros(1_000, 9_000_000), () =>
                {
                    if (node.Current is null)
                        node.Start();
                });
                return $"{node.Name} crashes";
            case ActKind.Pause when process is not null:
                var pause = rng.Micros(10_000, rng.OneIn(2) ? 500_000 : 9_000_000);
                process.Process.Pause();
                Later(pause, process.Process.Resume);
                return $"{node.Name} stands still for {pause.TotalSeconds:F3} s";
            case ActKind.CutOff when process is not null:
                var cut = rng.Micros(10_000, 9_000_000);
                process.Link.IsCutOff = true;
                Later(cut, () => process.Link.IsCutOff = false);
                return $"{node.Name} is cut off from the store for {cut.TotalSeconds:F3} s";
            case ActKind.TurnClock when process is not null:
                var by = TimeSpan.FromSeconds(rng.Next(-90, 90));
                process.Process.Time.AdvanceWall(by);
                return $"{node.Name}'s wall clock jumps by {by.TotalSeconds} s";
            case ActKind.SkewClock when process is not null:
                process.Process.ClockRate = rng.Next(960, 1_041);
                return $"{node.Name}'s clocks run at {process.Process.ClockRate} thousandths";
            case ActKind.DoubleActivate when process is not null:
                process.Process.Post(() => process.Activate(companyId));
                return $"{node.Name} activates {companyId} once more";
            case ActKind.Deactivate when process is not null:
                process.Process.Post(() => _ = process.DeactivateAsync(companyId));
                return $"{node.Name} gives {companyId} up";
            case ActKind.KillLease when process?.LeaseNo is { } leaseNo && cluster.Leases.IsExpired(leaseNo):
                cluster.Leases.MarkDead(leaseNo);
                return $"{node.Name}'s lease {leaseNo} is found expired";
            case ActKind.HarmSnapshot:
                return cluster.Snapshots.Harm(companyId, rng) is { } harm ? $"the snapshot of {companyId} is {harm}" : null;
            case ActKind.Overnight:
                var night = TimeSpan.FromHours(rng.OneIn(3) ? rng.Next(24, 24 * 20) : rng.Next(1, 24));
                cluster.Turns.Skip(night);
                return $"everything stands still for {night.TotalHours} h";
            default:
                return null;
        }
    }

    private void Later(TimeSpan after, Action mend) => cluster.Turns.After(after, cluster.Outside, () =>
    {
        if (!_isOver)
            mend();
    });
}
