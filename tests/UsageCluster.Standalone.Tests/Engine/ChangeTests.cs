using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Standalone.Engine;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Standalone.Tests.Engine;

public sealed class ChangeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly AuditStamp Stamp = new("key", "company.put", "companies/acme");

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_change_whose_caller_left_is_seen_by_reads_that_the_cache_answers()
    {
        await using var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = _folder.Path }, NullLoggerFactory.Instance, default);
        var control = new ControlPlane(store.Control, new ControlPlaneOptions(), TimeProvider.System);
        await store.Control.CreateCompanyAsync(
            new CompanyRow("acme", "Before", BillingSystem.Minutes, Instant.Always, null), [], Stamp.Record(Instant.Earliest, null, "{}"), default);
        Assert.Equal("Before", (await control.FindCompanyAsync("acme", default))?.CompanyName);
        var ledger = new HeldLedger(store.Ledger);
        await using var engine = new UsageEngine(
            new EndlessLease(), ledger, store.Snapshots, control, new EngineOptions(), TimeProvider.System, NullLoggerFactory.Instance);

        using var leave = new CancellationTokenSource();
        var change = engine.Client.ChangeCompanyAsync("acme", new CompanyUpdate("After", BillingSystem.Minutes, null, null), Stamp, leave.Token).AsTask();
        await ledger.Reached.Task.WaitAsync(Patience);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        ledger.Hold.SetResult();
        await engine.StopAsync().WaitAsync(Patience);

        Assert.Equal("After", (await control.FindCompanyAsync("acme", default))?.CompanyName);
    }

    public void Dispose() => _folder.Dispose();
}
