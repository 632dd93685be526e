using UsageCluster.Actors.Control;
using UsageCluster.Gateway;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Hosting;

/// <summary>One silo: store, membership, engine and gateway put together.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(2);

    private readonly SiloOptions _options;
    private readonly SiloResources _resources;

    private SiloHost(WebApplication app, SiloOptions options, SiloResources resources)
    {
        App = app;
        _options = options;
        _resources = resources;
    }

    public WebApplication App { get; }

    public Uri Address => WebServer.AddressOf(App);

    /// <summary>The admin key that the first start made; null at later starts and while another one is set.</summary>
    public string? FirstAdminKey { get; private set; }

    /// <summary>Opens the store, reaches Redis and puts the silo together. Throws <see cref="StartException"/> for what an operator can mend.</summary>
    public static async Task<SiloHost> CreateAsync(SiloOptions options, CancellationToken cancellationToken = default)
    {
        options.Bounds.Validate();
        var started = new StartPhase();
        var time = TimeProvider.System;
        var loggers = HostLogging.Create(options.Configuration, null, started, logging => Quieten(logging, started));
        var times = new HostTimes { DrainDelay = options.DrainDelay, ShutdownTimeout = options.StopTimeout, RequestsTimeout = options.StopTimeout / 4 };
        var builder = WebServer.CreateBuilder(typeof(SiloHost).Assembly.GetName().Name, options.Configuration, options.Urls, times, time, loggers);
        WebServer.AddGateway(builder, options.AdminKey, options.Configuration, options.Bounds.Company.PendingEventsMax);
        var resources = await SiloResources.OpenAsync(options, time, loggers, cancellationToken);
        try
        {
            // Hosted services stop in reverse order: what the companies need to their end comes before the silo.
            SiloEngine.Add(builder.Services, options, resources.Store);
            builder.UseOrleans(silo => ClusterSetup.Configure(silo, options, resources));
            BoundedSilo.Replace(builder.Services, options.StopTimeout / 2);
            builder.Services.AddHostedService<Homecoming>();
            builder.Services.AddHostedService<ReadKeeper>();
            // They ask companies, and so come after the silo and stop before it.
            builder.Services.AddUsageAlerts(resources.Store.Alerts, resources.Store.Webhooks, options.Bounds.Company.MonthClosesAfter);
            if (options.ServesApi)
                builder.Services.AddWarmUp(resources.Store.Ledger, resources.Store.Snapshots, asksForReport: false);
            return new SiloHost(Build(builder, options, started), options, resources);
        }
        catch
        {
            await resources.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins the cluster and listens; makes the first admin key where none is. Throws <see cref="StartException"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await JoinAsync(cancellationToken);
        if (_options.AdminKey is not null || !_options.ServesApi)
            return;
        try
        {
            FirstAdminKey = await FirstKey.MakeIfNoneAsync(
                App.Services.GetRequiredService<ControlPlane>(), App.Services.GetRequiredService<TimeProvider>(), cancellationToken);
        }
        catch (StartException)
        {
            // It is a member by now, and leaves in order.
            await App.StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Waits for a silo that has not ended, without a bound of its own.
        await Task.Run(() => App.DisposeAsync().AsTask()).WaitAsync(DisposeLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _resources.DisposeAsync();
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WebServer.StartAsync(App, _options.Urls, cancellationToken);
        }
        catch (Exception failure)
        {
            if (StartFailures.Explain(failure, _options, App.Lifetime.ApplicationStopping.IsCancellationRequested) is { } told)
                throw told;
            throw;
        }
    }

    private static WebApplication Build(WebApplicationBuilder builder, SiloOptions options, StartPhase started)
    {
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(started.End);
        // Its instruments are there from the beginning.
        app.Services.GetRequiredService<SiloMetrics>();
        return options.ServesApi ? app.UseUsageGateway() : app.UseUsageHealth();
    }

    private static void Quieten(ILoggingBuilder logging, StartPhase started)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);
        // Why a start failed is told in one line, not with stacks.
        foreach (var category in (string[])["Orleans.Runtime.Silo", "Orleans.Runtime.SiloLifecycleSubject"])
            logging.AddFilter(category, level => started.HasEnded && level >= LogLevel.Warning);
        // What its base class says of its range of the ring, which it does not use.
        logging.AddFilter(typeof(SiloViewsService).FullName, LogLevel.Warning);
        // It takes its own first look for a late one, and warns.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }
}
