using UsageCluster.Simulation.Faults;

namespace UsageCluster.Simulation.World;

/// <summary>A machine on which one process of the product runs after another.</summary>
internal sealed class Node(Cluster cluster, int no)
{
    public int No { get; } = no;

    public string Name => $"node {No}";

    /// <summary>The process that runs; null: none.</summary>
    public NodeProcess? Current { get; private set; }

    /// <summary>Processes that were started.</summary>
    public int Lives { get; private set; }

    public ArmedFaults Faults { get; } = new();

    public void Start()
    {
        Lives++;
        Current = new NodeProcess(cluster, this, cluster.Turns.Start(Name, cluster.WallClock));
        Current.Start();
    }

    /// <summary>Nothing of the process goes on; what it asked the store is still on its way.</summary>
    public void Crash()
    {
        if (Current is null)
            return;
        cluster.Turns.End(Current.Process);
        Current = null;
    }

    public void Heal()
    {
        Faults.Clear();
        if (Current is null)
        {
            Start();
            return;
        }

        Current.Link.IsCutOff = false;
        Current.Process.ClockRate = 1_000;
        Current.Process.Resume();
    }
}
