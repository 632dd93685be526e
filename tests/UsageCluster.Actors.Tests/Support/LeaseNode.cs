using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Leases;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>A node that keeps a lease, with clocks and ways of its own.</summary>
internal sealed class LeaseNode
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CompanyServices _services;
    private Task _running = Task.CompletedTask;

    public LeaseNode(LeaseWorld world, int number)
    {
        Calls = new LeaseCalls(world.Leases);
        Lease = new NodeLease(Calls, $"node {number}", Options, Time, Logger);
        Lease.WhenEnded(Ended.Add);
        _services = new CompanyServices(
            Lease, world.Ledger, new InMemorySnapshots(), new GroupCommit(world.Ledger, world.Loop, new GroupCommitOptions(), Time),
            new CachedRates(world.Ledger), world.Ledger, Time, ActorOptions, Logger);
    }

    public static LeaseOptions Options { get; } = new() { Duration = TimeSpan.FromSeconds(5) };

    public static CompanyActorOptions ActorOptions { get; } = new() { PendingEventsMax = 100, AckPollCompaniesMax = 40 };

    public ManualTime Time { get; } = new(TestNode.Start);

    /// <summary>How fast its clocks go.</summary>
    public double ClockRate { get; set; } = 1;

    public LeaseCalls Calls { get; }

    public RecordingLogger Logger { get; } = new();

    public NodeLease Lease { get; }

    public LeaseTerm Term => Lease.Current!;

    /// <summary>Terms whose actors the host was told to drop.</summary>
    public List<LeaseTerm> Ended { get; } = [];

    public async Task StartAsync()
    {
        await Lease.TakeFirstAsync(CancellationToken.None);
        _running = Lease.RunAsync(_stop.Token);
    }

    public async Task StopAsync()
    {
        _stop.Cancel();
        await _running;
        await Lease.ReleaseAsync(CancellationToken.None);
    }

    /// <summary>The process is gone: nothing of it goes on.</summary>
    public void Kill()
    {
        Calls.IsCutOff = true;
        _stop.Cancel();
    }

    public CompanyActor NewActor(string companyId = TestNode.Company) => new(companyId, _services);

    public async Task<CompanyActor> ActivateAsync(string companyId = TestNode.Company)
    {
        var actor = NewActor(companyId);
        await actor.ActivateAsync(CancellationToken.None);
        return actor;
    }
}
