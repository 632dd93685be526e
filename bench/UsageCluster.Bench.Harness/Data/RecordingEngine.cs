using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Bench.Data;

/// <summary>The product's engine on PostgreSQL in this process, with companies on minutes.</summary>
public sealed class RecordingEngine : IAsyncDisposable
{
    private readonly PostgresStore _store;
    private readonly UsageEngine _engine;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _keeping;

    private RecordingEngine(PostgresStore store, UsageEngine engine, NodeLease lease)
    {
        _keeping = lease.RunAsync(_stop.Token);
        _store = store;
        _engine = engine;
    }

    public IUsageClient Client => _engine.Client;

    public static async Task<RecordingEngine> StartAsync(string connectionString, int companies)
    {
        var store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = connectionString }, NullLoggerFactory.Instance, CancellationToken.None);
        for (var company = 0; company < companies; company++)
            await CreateAsync(store.Control, company);
        var control = new ControlPlane(store.Control, new ControlPlaneOptions(), TimeProvider.System);
        var lease = new NodeLease(store.Leases, "bench", new LeaseOptions(), TimeProvider.System, NullLogger.Instance);
        await lease.TakeFirstAsync(CancellationToken.None);
        var engine = new UsageEngine(
            lease, store.Ledger, store.Snapshots, control, new EngineOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        return new RecordingEngine(store, engine, lease);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync();
        await _engine.DisposeAsync();
        await _stop.CancelAsync();
        await _keeping;
        _stop.Dispose();
        await _store.DisposeAsync();
    }

    private static async Task CreateAsync(IControlStore control, int number)
    {
        var id = GeneratedUsage.CompanyId(number);
        var now = Instant.From(DateTimeOffset.UtcNow);
        var first = new SwitchEntry { Version = 1, RecordedAt = now, At = Instant.Always, System = BillingSystem.Minutes };
        await control.CreateCompanyAsync(
            new CompanyRow(id, GeneratedUsage.CompanyName(number), BillingSystem.Minutes, Instant.Always, null),
            [new ChainedEntry(first, HashChain.Next(HashChain.Genesis(id), first))],
            new AuditRecord(now, "system", "company.put", $"companies/{id}", null, "{}"),
            CancellationToken.None);
    }
}
