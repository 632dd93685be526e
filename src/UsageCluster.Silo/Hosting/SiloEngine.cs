using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Health;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Silo.Client;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Relaying;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Hosting;

/// <summary>The actors' surroundings on this silo, one of each.</summary>
internal static class SiloEngine
{
    public static void Add(IServiceCollection services, SiloOptions options, PostgresStore store)
    {
        var bounds = options.Bounds;
        bounds.Validate();
        services.AddSingleton(bounds);
        // Stops after the silo, as do the other hosted services here: it is given up once every company was.
        services.AddNodeLease(
            store.Leases,
            options.Lease,
            s => s.GetRequiredService<CompanyDrop>().DropAll());
        services.AddSingleton(s => new ControlPlane(store.Control, new ControlPlaneOptions { SharedStore = true }, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new CompanyServices(
            s.GetRequiredService<INodeLease>(),
            store.Ledger,
            store.Snapshots,
            new GroupCommit(store.Ledger, new SynchronizationContext(), bounds.Commit, s.GetRequiredService<TimeProvider>()),
            s.GetRequiredService<ControlPlane>(),
            store.Control,
            s.GetRequiredService<TimeProvider>(),
            bounds.Company,
            s.GetRequiredService<ILogger<CompanyActor>>()));
        services.AddSingleton<CompanyRegistry>();
        services.AddSingleton<CompanyDrop>();
        services.AddSingleton<ActivationGate>();
        services.AddSingleton<CompanyNode>();
        services.AddSingleton<ICompanyHomes, CompanyHomes>();
        services.AddSingleton<ICompanyGrains, CompanyGrains>();
        services.AddSingleton<RemoteReports>();
        services.AddSingleton<ISiloViewsClient, SiloViewsClient>();
        services.AddSingleton<ISiloRecordsClient, SiloRecordsClient>();
        services.AddSingleton<RecordRelay>();
        services.AddSingleton<ClusterReports>();
        services.AddSingleton<ClusterLines>();
        services.AddMetrics();
        services.AddSingleton<SiloMetrics>();
        services.AddSingleton<IUsageClient, ClusterUsageClient>();
        services.AddSingleton<IReadyCondition, ClusterReady>();
        services.AddHostedService<ControlPlanePoll>();
    }
}
