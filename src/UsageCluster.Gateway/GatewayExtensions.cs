using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Alerts;
using UsageCluster.Gateway.Billing;
using UsageCluster.Gateway.Explain;
using UsageCluster.Gateway.Health;
using UsageCluster.Gateway.History;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Monthly;
using UsageCluster.Gateway.OpenApi;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Series;
using UsageCluster.Gateway.Usage;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway;

/// <summary>
/// Puts the HTTP API into a host that provides <c>IUsageClient</c>, <c>ControlPlane</c>, <c>IAlertStore</c>, <c>IWebhookStore</c> and <c>TimeProvider</c>.
/// </summary>
public static class GatewayExtensions
{
    /// <summary>Adds what the API needs besides the engine and the stores. Throws <see cref="ArgumentException"/> if an option is out of its range.</summary>
    public static IServiceCollection AddUsageGateway(
        this IServiceCollection services, Action<GatewayOptions>? configure = null, AlertsOptions? alerts = null, WebhooksOptions? webhooks = null)
    {
        var options = new GatewayOptions();
        configure?.Invoke(options);
        if (options.BootstrapAdminKey is "")
            options.BootstrapAdminKey = null;
        options.Validate();
        alerts ??= new AlertsOptions();
        alerts.Validate();
        webhooks ??= new WebhooksOptions();
        webhooks.Validate();

        services.AddRouting();
        services.AddSingleton(options);
        services.AddSingleton(alerts);
        services.AddSingleton(webhooks);
        services.AddForEndpoints();
        services.AddSingleton<Readiness>();
        services.AddSingleton<StoreCheck>();
        services.AddSingleton<KeyCheck>();
        services.AddSingleton<KeyUse>();
        services.AddSingleton<AccessScope>();
        services.AddSingleton<RenderedReports>();
        services.AddSingleton<UsageEndpoint>();
        services.AddSingleton<CurrentPrices>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<HistoryEndpoint>();
        services.AddSingleton<ExplainEndpoint>();
        services.AddSingleton<PlanEndpoint>();
        services.AddSingleton<EntitlementEndpoint>();
        services.AddSingleton<TransactionReader>();
        services.AddSingleton<TransactionsEndpoint>();
        services.AddSingleton<SeriesEndpoint>();
        services.AddSingleton<MonthlyEndpoint>();
        services.AddHostedService<KeyUseFlusher>();
        IngestEndpoints.Add(services);
        AdminEndpoints.Add(services);
        services.Configure<KestrelServerOptions>(kestrel => Limit(kestrel, options));
        return services;
    }

    /// <summary>
    /// Adds the API's middleware and endpoints. The application counts as ready once it has started, until it begins to stop or the host
    /// calls <see cref="Readiness.MarkStopping"/>.
    /// </summary>
    public static WebApplication UseUsageGateway(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<MethodMiddleware>();
        app.UseMiddleware<KeyAuthentication>();
        DocsEndpoints.UsePage(app);
        app.UseRouting();
        app.UseMiddleware<ScopeMiddleware>();
        Routes.Map(app);
        FollowLifetime(app);
        return app;
    }

    /// <summary>As <see cref="UseUsageGateway"/>, but the endpoints of health alone answer.</summary>
    public static WebApplication UseUsageHealth(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        HealthEndpoints.Map(app);
        FollowLifetime(app);
        return app;
    }

    private static void FollowLifetime(WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.Lifetime.ApplicationStarted.Register(readiness.MarkReady);
        app.Lifetime.ApplicationStopping.Register(readiness.MarkStopping);
    }

    private static void Limit(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestLineSize = options.RequestLineBytesMax;
        limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
        limits.MaxRequestHeaderCount = options.HeaderCountMax;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeadersTimeoutSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.KeepAliveSeconds);
        limits.MinRequestBodyDataRate = limits.MinResponseDataRate =
            new MinDataRate(options.BytesPerSecondMin, TimeSpan.FromSeconds(options.SlowGraceSeconds));
        limits.MaxConcurrentConnections = options.ConnectionsMax;
        // Endpoints bound what they take themselves. Up to this much of a refused body is read and dropped after the answer: a client
        // that is cut off while it sends would not see why.
        limits.MaxRequestBodySize = options.RefusedBytesMax;
    }
}
