using StackExchange.Redis;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Hosting;

/// <summary>One silo: store, membership, engine and gateway put together.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly SiloOptions _options;
    private readonly PostgresStore _store;
    private readonly IConnectionMultiplexer? _redis;
    private readonly ILoggerFactory _loggers;

    private SiloHost(WebApplication app, SiloOptions options, PostgresStore store, IConnectionMultiplexer? redis, ILoggerFactory loggers)
    {
        App = app;
        _options = options;
        _store = store;
        _redis = redis;
        _loggers = loggers;
    }

    public WebApplication App { get; }

    public Uri Address => WebServer.AddressOf(App);

    /// <summary>The admin key that the first start made; null at later starts and while another one is set.</summary>
    public string? FirstAdminKey { get; private set; }

    /// <summary>Opens the store, reaches Redis and puts the silo together. Throws <see cref="StartException"/> for what an operator can mend.</summary>
    public static async Task<SiloHost> CreateAsync(SiloOptions options, CancellationToken cancellationToken = default)
    {
        var started = new StartPhase();
        var time = TimeProvider.System;
        var loggers = HostLogging.Create(options.Configuration, null, started, Quieten);
        PostgresStore? store = null;
        IConnectionMultiplexer? redis = null;
        try
        {
            var times = new HostTimes { DrainDelay = options.DrainDelay, ShutdownTimeout = options.StopTimeout };
            var builder = WebServer.CreateBuilder(
                typeof(SiloHost).Assembly.GetName().Name, options.Configuration, options.Urls, times, time, loggers);
            WebServer.AddGateway(
                builder, options.AdminKey, gateway => HostSettings.BindGateway(options.Configuration, gateway), options.Bounds.Company.PendingEventsMax);
            store = await SiloStore.OpenAsync(options, loggers, cancellationToken);
            if (options.Redis is { } membership)
                redis = await RedisMembership.ConnectAsync(membership, time, loggers.CreateLogger<SiloHost>(), cancellationToken);
            SiloEngine.Add(builder.Services, options, store);
            builder.UseOrleans(silo => ClusterSetup.Configure(silo, options, redis));
            var app = builder.Build();
            app.Lifetime.ApplicationStarted.Register(started.End);
            if (options.ServesApi)
                app.UseUsageGateway();
            else
                app.UseUsageHealth();
            return new SiloHost(app, options, store, redis, loggers);
        }
        catch
        {
            if (store is not null)
                await store.DisposeAsync();
            if (redis is not null)
                await redis.DisposeAsync();
            loggers.Dispose();
            throw;
        }
    }

    /// <summary>Joins the cluster and listens; makes the first admin key where none is. Throws <see cref="StartException"/>.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await WebServer.StartAsync(App, _options.Urls, cancellationToken);
        if (_options.AdminKey is null && _options.ServesApi)
        {
            FirstAdminKey = await FirstKey.MakeIfNoneAsync(
                App.Services.GetRequiredService<ControlPlane>(), App.Services.GetRequiredService<TimeProvider>(), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        await _store.DisposeAsync();
        _loggers.Dispose();
    }

    private static void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);
        // What its base class says of its range of the ring, which it does not use.
        logging.AddFilter(typeof(SiloViewsService).FullName, LogLevel.Warning);
        // It takes its own first look for a late one, and warns.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }
}
