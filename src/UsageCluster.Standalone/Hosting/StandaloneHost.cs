using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Health;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Demo;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Hosting;

/// <summary>One process that serves the HTTP API over a store of its own: store, control plane, engine and gateway put together.</summary>
public sealed class StandaloneHost : IAsyncDisposable
{
    private readonly OpenStore _store;
    private readonly StandaloneOptions _options;
    private readonly ILoggerFactory _loggers;

    private StandaloneHost(WebApplication app, OpenStore store, StandaloneOptions options, ILoggerFactory loggers)
    {
        _loggers = loggers;
        App = app;
        _store = store;
        _options = options;
    }

    /// <summary>The web application.</summary>
    public WebApplication App { get; }

    /// <summary>Where the data lies, in words, without secrets.</summary>
    public string DataPlace => _store.Place;

    /// <summary>The first address that the started server listens on.</summary>
    public Uri Address => WebServer.AddressOf(App);

    /// <summary>What the gateway asks of the actors.</summary>
    public IUsageClient Usage => App.Services.GetRequiredService<UsageEngine>().Client;

    /// <summary>The control plane's cache.</summary>
    public ControlPlane Control => App.Services.GetRequiredService<ControlPlane>();

    /// <summary>The admin key that the first start made; shown once, never logged. Null at later starts and while another one is set.</summary>
    public string? FirstAdminKey { get; private set; }

    /// <summary>
    /// Opens the store and puts the application together. Throws <see cref="StartException"/> for what an operator can mend.
    /// </summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock; null: the machine's.</param>
    /// <param name="configureLogging">In place of the console's log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StandaloneHost> CreateAsync(
        StandaloneOptions options, TimeProvider? time = null, Action<ILoggingBuilder>? configureLogging = null, CancellationToken cancellationToken = default)
    {
        var started = new StartPhase();
        var configuration = options.Configuration ?? new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var loggers = HostLogging.Create(configuration, configureLogging, started);
        OpenStore? store = null;
        try
        {
            var builder = WebServer.CreateBuilder(
                typeof(StandaloneHost).Assembly.GetName().Name, configuration, options.Urls, options.Times, time ?? TimeProvider.System, loggers);
            builder.Services.AddSingleton(options);
            WebServer.AddGateway(builder, options.AdminKey, options.Configuration, options.Engine.Company.PendingEventsMax);
            store = await OpenStore.OpenAsync(options, loggers, cancellationToken);
            AddEngine(builder, options, store);
            var app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(started.End);
            app.UseUsageGateway();
            return new StandaloneHost(app, store, options, loggers);
        }
        catch
        {
            if (store is not null)
                await store.Owner.DisposeAsync();
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Listens; makes the first admin key where none is. Throws <see cref="StartException"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_options.Demo)
            await DemoStore.RefuseIfForeignAsync(Control, DataPlace, cancellationToken);
        await WebServer.StartAsync(App, _options.Urls, cancellationToken);
        if (_options.AdminKey is null && !_options.Demo)
            FirstAdminKey = await FirstKey.MakeIfNoneAsync(Control, App.Services.GetRequiredService<TimeProvider>(), cancellationToken);
    }

    /// <summary>Ends requests in flight, flushes and gives the companies up.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => App.StopAsync(cancellationToken);

    /// <summary>Stops if need be and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _store.Owner.DisposeAsync();
        _loggers.Dispose();
    }

    private static void AddEngine(WebApplicationBuilder builder, StandaloneOptions options, OpenStore store)
    {
        AddLease(builder, options, store);
        builder.Services.AddSingleton(services => new ControlPlane(
            store.Control, new ControlPlaneOptions { SharedStore = store.IsShared }, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new UsageEngine(
            services.GetRequiredService<INodeLease>(),
            store.Ledger,
            store.Snapshots,
            services.GetRequiredService<ControlPlane>(),
            options.Engine,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton(services => services.GetRequiredService<UsageEngine>().Client);
        // Stopped after the server, whose requests it answers: hosted services stop in reverse order.
        builder.Services.AddHostedService<EngineService>();
        builder.Services.AddUsageAlerts(store.Alerts, store.Webhooks, options.Engine.Company.MonthClosesAfter);
        if (store.IsShared)
            builder.Services.AddHostedService<ControlPlanePoll>();
        builder.Services.AddSingleton<IEngineRehearsal, EngineRehearsal>();
        builder.Services.AddWarmUp(store.Ledger, store.Snapshots, asksForReport: true);
    }

    private static void AddLease(WebApplicationBuilder builder, StandaloneOptions options, OpenStore store)
    {
        if (store.Leases is not { } leases)
        {
            builder.Services.AddSingleton<INodeLease, EndlessLease>();
            return;
        }

        builder.Services.AddNodeLease(leases, options.Lease, services => services.GetRequiredService<UsageEngine>().DropBroken());
        builder.Services.AddSingleton<IReadyCondition, LeaseReady>();
    }
}
