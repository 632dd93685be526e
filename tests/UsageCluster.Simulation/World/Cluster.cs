using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>Some nodes over one store, with some companies and ATSs.</summary>
internal sealed class Cluster
{
    public const int NodeCount = 3;

    /// <summary>What every clock shows at the beginning: three days before a month is closed.</summary>
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] CompanyIds = ["acme", "bolt", "cord", "dune"];
    public static readonly string[] AtsIds = ["one", "two"];
    public static readonly string[] PlanIds = ["basic", "large"];

    public Cluster(Schedule schedule, Product product, Trace trace, Action<Exception> defect)
    {
        Random = new Rng(schedule.Seed);
        Product = product;
        Turns = new Turns(Random.Split(1), trace);
        StoreProcess = Turns.Start("store", Start);
        Outside = Turns.Start("clients", Start);
        Leases = new InMemoryLeases(StoreProcess.Time);
        Ledger = product.MakeStore();
        Ledger.Leases = Leases;
        // A call is judged in one step: what takes time is the way to the store.
        Ledger.NextDelay = () => 0;
        Control = new ControlRows(Ledger, () => Turns.Now);
        Network = new Network(Turns, Outside, Random.Split(2), defect);
        Fill();
        Nodes = [.. Enumerable.Range(1, NodeCount).Select(no => new Node(this, no))];
        foreach (var node in Nodes)
            node.Start();
    }

    public Rng Random { get; }

    public Product Product { get; }

    public Turns Turns { get; }

    public Process StoreProcess { get; }

    /// <summary>Where clients and messages are.</summary>
    public Process Outside { get; }

    public InMemoryLeases Leases { get; }

    public InMemoryLedger Ledger { get; }

    public SnapshotShelf Snapshots { get; } = new();

    public ControlRows Control { get; }

    public Network Network { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The time by clocks that are right.</summary>
    public DateTimeOffset WallClock => StoreProcess.Time.GetUtcNow();

    public Instant Now => Instant.From(WallClock);

    /// <summary>
    /// The node that a company belongs to, or the next one that runs: two companies share a node, so that they share statements; one node has only what
    /// strays or moves.
    /// </summary>
    public Node HomeOf(string companyId)
    {
        var home = Array.IndexOf(CompanyIds, companyId) / 2;
        return Enumerable.Range(home, NodeCount).Select(i => Nodes[i % NodeCount]).FirstOrDefault(n => n.Current is not null, Nodes[home]);
    }

    private void Fill()
    {
        Control.AddRule(PriceRule.AnyFocus, 1_000_000, 333_333, Instant.Always);
        Control.AddRule("sales", 500_000, 1_234_567, Instant.From(Start).Plus(TimeSpan.FromDays(-20)));
        foreach (var planId in PlanIds)
        {
            Control.AddPlan(new PlanVersion
            {
                PlanId = planId,
                Version = 1,
                Since = Instant.Always,
                Name = planId,
                MonthlyFeeMicro = 31_000_000,
                Currency = planId == "basic" ? "EUR" : "USD",
                Unit = BillingSystem.Minutes,
                IncludedMicro = 5_000_000,
                PriceMicro = 1_000_000,
                BillingIncrementSeconds = planId == "basic" ? 6 : null,
            });
        }

        Ledger.Create(CompanyIds[0], BillingSystem.Minutes);
        Ledger.Create(CompanyIds[1], BillingSystem.Credits);
        Ledger.Create(CompanyIds[2], BillingSystem.Minutes, Instant.From(Start).Plus(TimeSpan.FromHours(-400)));
        Ledger.Create(CompanyIds[3], BillingSystem.Minutes);
        Control.PutAts(AtsIds[0], CompanyIds);
        Control.PutAts(AtsIds[1], CompanyIds[..2]);
    }
}
