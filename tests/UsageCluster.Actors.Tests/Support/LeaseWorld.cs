using UsageCluster.Core.Billing;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>Nodes with leases over one ledger, on one loop.</summary>
internal sealed class LeaseWorld
{
    private readonly List<LeaseNode> _nodes = [];

    public LeaseWorld(int? seed = null)
    {
        Loop = new DeterministicLoop(seed);
        Leases = new InMemoryLeases(StoreTime);
        Ledger.Leases = Leases;
        Ledger.Create(TestNode.Company, BillingSystem.Minutes);
    }

    public DeterministicLoop Loop { get; }

    /// <summary>The store's clock.</summary>
    public ManualTime StoreTime { get; } = new(TestNode.Start);

    public InMemoryLeases Leases { get; }

    public InMemoryLedger Ledger { get; } = new();

    public void Run(Func<Task> test)
    {
        Loop.Run(test);
        Assert.Empty(Ledger.Violations);
    }

    /// <summary>A node with a lease, which it keeps from now on.</summary>
    public async Task<LeaseNode> StartNodeAsync()
    {
        var node = new LeaseNode(this, _nodes.Count + 1);
        _nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Time goes by on every clock, in steps short enough for whatever waits.</summary>
    public async Task PassAsync(double seconds)
    {
        var step = TimeSpan.FromMilliseconds(50);
        await Loop.Settle();
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= step)
        {
            var by = left < step ? left : step;
            StoreTime.Advance(by);
            foreach (var node in _nodes)
                node.Time.Advance(by * node.ClockRate);
            await Loop.Settle();
        }
    }
}
