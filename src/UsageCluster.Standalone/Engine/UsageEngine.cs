using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Standalone.Engine;

/// <summary>The actors of one process over a store: put together here, stopped here.</summary>
public sealed class UsageEngine : IAsyncDisposable
{
    private readonly ActorDirectory<CompanyShell> _companies;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;

    /// <summary>An engine. Throws <see cref="ArgumentOutOfRangeException"/> on bad options.</summary>
    public UsageEngine(
        INodeLease lease, ILedger ledger, ISnapshots snapshots, ControlPlane control, EngineOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        _options = options;
        _time = time;
        var services = new CompanyServices(
            lease,
            ledger,
            snapshots,
            new GroupCommit(ledger, new SynchronizationContext(), options.Commit, time),
            control,
            control.Store,
            time,
            options.Company,
            loggers.CreateLogger<CompanyActor>());
        _companies = new ActorDirectory<CompanyShell>(
            id => new CompanyShell(new CompanyActor(id, services)), options, time, loggers.CreateLogger<UsageEngine>());
        Client = new InProcessUsageClient(lease, _companies, control, options);
    }

    /// <summary>What the gateway calls.</summary>
    public IUsageClient Client { get; }

    /// <summary>Companies in memory, those being activated included.</summary>
    public int ActiveCompanies => _companies.Count;

    /// <summary>Lets go of the companies that show nothing any more, as all do when the node's lease has ended.</summary>
    public void DropBroken() => _companies.DropBroken();

    /// <summary>
    /// Refuses new calls, waits for those in flight, flushes and gives every company up, for as long as the options allow; then drops
    /// what is left, which loses nothing that was acknowledged.
    /// </summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(_options.StopTimeout, _time);
        await _companies.StopAsync(limit.Token);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _companies.DisposeAsync();
}
