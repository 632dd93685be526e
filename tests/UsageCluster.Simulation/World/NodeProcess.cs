using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.World;

/// <summary>
/// One life of a node: the product's actors, group commit, lease and caches, and the least that a host needs around them. Everything here runs on its
/// process's turns.
/// </summary>
internal sealed class NodeProcess
{
    private static readonly CompanyActorOptions Bounds = new()
    {
        AppendEventsMax = 6,
        PendingEventsMax = 24,
        PendingChangesMax = 4,
        ReadPageEntriesMax = 5,
        SnapshotEntriesMin = 8,
        SnapshotAtDeactivationEntriesMin = 2,
        AckPollPeriod = TimeSpan.FromMilliseconds(250),
    };

    private readonly SortedDictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AtsActor> _ats = new(StringComparer.Ordinal);
    private readonly List<CompanyActor> _shown = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CompanyServices _services;
    private readonly NodeLease _lease;
    private readonly ControlPlane _control;
    private readonly IActorCalls _calls;

    public NodeProcess(Cluster cluster, Node node, Process process)
    {
        Process = process;
        Link = new StoreLink(cluster.Turns, cluster.StoreProcess, node.Faults, cluster.Random.Split((ulong)(1_000 + (node.No * 100) + node.Lives)));
        var product = cluster.Product;
        var ledger = product.Ledger(new LinkedLedger(Link, cluster.Ledger), cluster.Ledger);
        Control = product.Control(Link, cluster.Control);
        _control = new ControlPlane(Control, new ControlPlaneOptions { SharedStore = true }, process.Time);
        _lease = new NodeLease(
            product.Leases(new LinkedLeases(Link, cluster.Leases)), process.Name, new LeaseOptions(), product.LeaseClock(process.Time), NullLogger.Instance);
        _lease.WhenEnded(_ => DropBroken());
        _services = new CompanyServices(
            _lease,
            ledger,
            product.Snapshots(new LinkedSnapshots(Link, cluster.Snapshots), cluster.Ledger),
            new GroupCommit(ledger, process, new GroupCommitOptions { RowsMax = 12, RowsAhead = 8 }, process.Time),
            _control,
            Control,
            process.Time,
            Bounds,
            NullLogger.Instance);
        _calls = product.Calls(new NodeCalls(cluster, node, this));
    }

    public Process Process { get; }

    public StoreLink Link { get; }

    public LinkedControl Control { get; }

    /// <summary>The lease that it holds or held last; null: none yet.</summary>
    public long? LeaseNo => _lease.Current?.LeaseNo;

    /// <summary>Every activation that may still show something, replaced ones too.</summary>
    public IReadOnlyList<CompanyActor> Shown => _shown;

    public void Start() => Process.Post(() => _ = RunAsync());

    public void Stop() => _stop.Cancel();

    /// <summary>The active actor; makes an activation where there is none that is sound.</summary>
    public async Task<CompanyActor> EnterAsync(string companyId)
    {
        if (!_cells.TryGetValue(companyId, out var cell) || cell.Actor.IsBroken || cell.Ready.IsFaulted)
            cell = Activate(companyId);
        await cell.Ready;
        return cell.Actor;
    }

    /// <summary>One more activation, whatever is there.</summary>
    public Cell Activate(string companyId)
    {
        var actor = new CompanyActor(companyId, _services);
        _shown.RemoveAll(a => a.IsBroken);
        _shown.Add(actor);
        return _cells[companyId] = new Cell(actor, actor.ActivateAsync(CancellationToken.None));
    }

    /// <summary>Gives the company's activation up, as idle ones are.</summary>
    public async Task DeactivateAsync(string companyId)
    {
        if (!_cells.Remove(companyId, out var cell) || !cell.Ready.IsCompletedSuccessfully)
            return;
        await cell.Actor.DeactivateAsync(CancellationToken.None);
    }

    /// <summary>As every host reads: one look at the lease after the call has arrived, then what was activated under it.</summary>
    public async Task<CompanyReport> ReportAsync(string companyId, TimeRange range)
    {
        if (_lease.Current is not { IsHeld: true } held)
            throw Unavailable("The node holds no lease.");
        if (_cells.TryGetValue(companyId, out var cell) && cell.Actor.ViewUnder(held) is { } view)
            return view.Report(range);
        var actor = await EnterAsync(companyId);
        return actor.View?.Report(range) ?? throw Unavailable("The activation broke.");
    }

    public async Task<AtsReport?> ReportAtsAsync(string atsId, TimeRange range)
    {
        if (!_ats.TryGetValue(atsId, out var actor))
            _ats.Add(atsId, actor = new AtsActor(atsId, _control, _calls, new AtsActorOptions { GroupsInParallelMax = 2, CompaniesPerCallMax = 2 }));
        return await UnavailableAsRetryable(async () => await actor.ReportAsync(range, CancellationToken.None));
    }

    /// <summary>The node's cache forgets what changed, before a change is answered.</summary>
    public async Task<T> ThenSyncAsync<T>(T result)
    {
        await UnavailableAsRetryable(async () =>
        {
            await _control.SyncAsync(CancellationToken.None);
            return true;
        });
        return result;
    }

    /// <summary>As the hosts map what the control plane's store throws.</summary>
    public static async Task<T> UnavailableAsRetryable<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or TimeoutException)
        {
            throw new RetryableException(RetryableFailure.Unavailable, "The store cannot be reached.", exception);
        }
    }

    private static RetryableException Unavailable(string why) => new(RetryableFailure.Unavailable, why);

    private async Task RunAsync()
    {
        await _lease.TakeFirstAsync(_stop.Token);
        await _lease.RunAsync(_stop.Token);
    }

    private void DropBroken()
    {
        foreach (var companyId in _cells.Where(c => c.Value.Actor.IsBroken).Select(c => c.Key).ToArray())
            _cells.Remove(companyId);
    }

    internal sealed record Cell(CompanyActor Actor, Task Ready);
}
