using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;
using UsageCluster.Actors.Commit;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Grains;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Relaying;
using UsageCluster.Silo.Snapshots;
using UsageCluster.Silo.Views;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Orleans.Tests.Contract;

/// <summary>Two silos with the product's grains in this process, over one PostgreSQL, and a client.</summary>
public class ContractCluster : IAsyncLifetime
{
    private static readonly AuditRecord Audit = new(Instant.Earliest, "test", "create", "it", null, null);

    private PostgresServer? _postgres;
    private PostgresStore? _store;
    private DbDataSource? _snapshots;
    private InProcessTestCluster? _cluster;
    private int _companies;

    internal CountingLedger Ledger { get; private set; } = null!;

    internal IGrainFactory Client => _cluster!.Client;

    /// <summary>The calls of each silo's gateway.</summary>
    internal IReadOnlyList<IUsageClient> Silos => [.. _cluster!.Silos.Select(s => _cluster.GetSiloServiceProvider(s.SiloAddress).GetRequiredService<IUsageClient>())];

    public async Task InitializeAsync()
    {
        if (!PostgresServer.IsAvailable)
            return;
        _postgres = await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false });
        var database = await _postgres.CreateDatabaseAsync();
        _store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = database }, NullLoggerFactory.Instance, CancellationToken.None);
        _snapshots = _store.OpenSource(4);
        Ledger = new CountingLedger(_store.Ledger);
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.ConfigureSilo((of, silo) =>
        {
            Configure(silo, database);
            Configure(of.SiloName, silo);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.StopAllSilosAsync();
            await _cluster.DisposeAsync();
        }

        if (_snapshots is not null)
            await _snapshots.DisposeAsync();
        if (_store is not null)
            await _store.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    /// <summary>Makes a company; returns its id.</summary>
    internal async Task<string> NewCompanyAsync()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"company-{Interlocked.Increment(ref _companies)}");
        var entry = new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = Instant.Always, System = BillingSystem.Minutes };
        var row = new CompanyRow(id, $"The {id}", BillingSystem.Minutes, Instant.Always, null);
        await _store!.Control.CreateCompanyAsync(row, [new ChainedEntry(entry, HashChain.Next(HashChain.Genesis(id), entry))], Audit, CancellationToken.None);
        return id;
    }

    /// <summary>Makes an ATS.</summary>
    internal Task NewAtsAsync(string atsId, IReadOnlyCollection<string> companyIds) =>
        _store!.Control.PutAtsAsync(atsId, "An ATS", companyIds, _ => Audit, CancellationToken.None);

    /// <summary>What one silo has besides.</summary>
    internal virtual void Configure(string siloName, ISiloBuilder silo)
    {
    }

    internal ICompanyGrain Grain(string companyId) => Client.GetGrain<ICompanyGrain>(companyId);

    private void Configure(ISiloBuilder silo, string database)
    {
        var options = new SiloOptions
        {
            Ledger = database,
            AdvertisedAddress = System.Net.IPAddress.Loopback,
            Configuration = new ConfigurationBuilder().Build(),
        };
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(new HostTimes());
        SiloEngine.Add(silo.Services, options, _store!);
        silo.AddAdoNetGrainStorage(GrainSnapshots.ProviderName, storage =>
        {
            storage.Invariant = "Npgsql";
            storage.DataSource = _snapshots;
            storage.GrainStorageSerializer = new SnapshotSerializer();
        });
        silo.AddPlacementDirector<RendezvousPlacement, RendezvousDirector>();
        silo.AddGrainService<SiloViewsService>();
        silo.AddGrainService<SiloRecordsService>();
        silo.Services.Replace(ServiceDescriptor.Singleton(s => new CompanyServices(
            s.GetRequiredService<Actors.Leases.INodeLease>(),
            Ledger,
            _store!.Snapshots,
            new GroupCommit(Ledger, new SynchronizationContext(), options.Bounds.Commit, TimeProvider.System),
            s.GetRequiredService<ControlPlane>(),
            _store.Control,
            TimeProvider.System,
            options.Bounds.Company,
            s.GetRequiredService<ILogger<CompanyActor>>())));
    }
}
