using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway;
using UsageCluster.Ledger.Sqlite;
using UsageCluster.Standalone.Engine;
using UsageCluster.TestKit.Files;

namespace UsageCluster.MicroBench.Support;

/// <summary>A whole node of the product in this process, between a server without sockets and a ledger that keeps nothing.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly InProcessServer _server = new();
    private readonly SqliteStore _store;
    private readonly UsageEngine _engine;
    private readonly WebApplication _app;

    private Node(SqliteStore store, TempFolder folder, int companies, int seeds)
    {
        _store = store;
        _folder = folder;
        Keys = new FixedControl(companies);
        var ledger = new QuietLedger(seeds);
        Control = new ControlPlane(Keys, new ControlPlaneOptions(), TimeProvider.System);
        // A snapshot is made on a path of its own.
        var options = new EngineOptions { Company = new() { SnapshotEntriesMin = int.MaxValue } };
        _engine = new UsageEngine(new EndlessLease(), ledger, ledger, Control, options, TimeProvider.System, NullLoggerFactory.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton<IServer>(_server);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Client);
        builder.Services.AddSingleton(Control);
        builder.Services.AddSingleton(store.Alerts);
        builder.Services.AddSingleton(store.Webhooks);
        builder.Services.AddUsageGateway();
        _app = builder.Build();
        _app.UseUsageGateway();
    }

    public FixedControl Keys { get; }

    public ControlPlane Control { get; }

    public IUsageClient Client => _engine.Client;

    public IServiceProvider Services => _app.Services;

    /// <summary>A node of some companies with some uses each.</summary>
    public static async Task<Node> StartAsync(int companies, int seeds)
    {
        var folder = new TempFolder();
        var store = await SqliteStore.OpenAsync(new SqliteStoreOptions { DataDirectory = folder.Path }, NullLoggerFactory.Instance, CancellationToken.None);
        var node = new Node(store, folder, companies, seeds);
        await node._app.StartAsync();
        return node;
    }

    public InProcessServer.IConnection Connect(Exchange exchange) => _server.Connect(exchange);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _engine.StopAsync();
        await _engine.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
