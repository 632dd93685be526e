using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Standalone.Engine;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>An engine over a real store in a folder of its own.</summary>
internal sealed class EngineCase : IAsyncDisposable
{
    public static readonly TimeRange Always = new(Instant.Earliest, Instant.Latest);

    private readonly TempFolder _folder;
    private readonly SqliteStore _store;

    private readonly TimeProvider _time;

    private EngineCase(TempFolder folder, SqliteStore store, EngineOptions options, TimeProvider time, INodeLease? lease)
    {
        _time = time;
        _folder = folder;
        _store = store;
        Ledger = new FaultyLedger(store.Ledger);
        Control = new ControlPlane(store.Control, new ControlPlaneOptions(), TimeProvider.System);
        Engine = NewEngine(options, lease);
    }

    public FaultyLedger Ledger { get; }

    public ControlPlane Control { get; }

    public UsageEngine Engine { get; private set; }

    public IUsageClient Client => Engine.Client;

    public static async Task<EngineCase> StartAsync(EngineOptions? options = null, TimeProvider? time = null, INodeLease? lease = null)
    {
        var folder = new TempFolder();
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = folder.Path }, NullLoggerFactory.Instance, default);
        return new EngineCase(folder, store, options ?? new EngineOptions(), time ?? TimeProvider.System, lease);
    }

    public static UsageEvent Event(string companyId, string eventId, long durationMs = 60_000, int day = 1) => new()
    {
        EventId = eventId,
        CompanyId = companyId,
        OccurredAt = new Instant(new DateTime(2025, 3, day).Ticks),
        DurationMs = durationMs,
    };

    public async Task CreateAsync(params string[] companyIds)
    {
        foreach (var id in companyIds)
        {
            var row = new CompanyRow(id, id, BillingSystem.Minutes, Instant.Always, null);
            var entry = new SwitchEntry { Version = 1, RecordedAt = Instant.Earliest, At = Instant.Always, System = BillingSystem.Minutes };
            var chained = new ChainedEntry(entry, HashChain.Next(HashChain.Genesis(id), entry));
            Assert.Equal(StoreWrite.Created, await _store.Control.CreateCompanyAsync(row, [chained], Audit(), default));
        }
    }

    public async Task PutAtsAsync(string atsId, params string[] companyIds)
    {
        await _store.Control.PutAtsAsync(atsId, atsId, companyIds, _ => Audit(), default);
        await Control.SyncAsync(default);
    }

    /// <summary>Milliseconds of all time.</summary>
    public async Task<long> TotalAsync(string companyId) => (await Client.ReportCompanyAsync(companyId, Always, default)).Systems[0].Quantity;

    /// <summary>Stops the engine and begins another over the same store.</summary>
    public async Task RestartAsync()
    {
        await Engine.StopAsync();
        await Engine.DisposeAsync();
        Engine = NewEngine();
    }

    /// <summary>An engine over the same store, as of another node.</summary>
    public UsageEngine NewEngine(EngineOptions? options = null, INodeLease? lease = null) =>
        new(lease ?? new EndlessLease(), Ledger, _store.Snapshots, Control, options ?? new EngineOptions(), _time, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync();
        await Engine.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static AuditRecord Audit() => new(Instant.Earliest, "system", "test.put", "/test", null, "{}");
}
