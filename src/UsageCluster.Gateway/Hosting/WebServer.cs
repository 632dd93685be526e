using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UsageCluster.Gateway.Hosting;

/// <summary>The web server of a host: made, started and named in one way.</summary>
public static class WebServer
{
    /// <summary>A builder with Kestrel, the clock, the log and a life that drains before it ends.</summary>
    public static WebApplicationBuilder CreateBuilder(
        string? applicationName, IConfiguration configuration, string urls, HostTimes times, TimeProvider time, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = applicationName });
        builder.Configuration.AddConfiguration(configuration);
        builder.Services.AddSingleton(loggers);
        // The first, so that it ends last.
        builder.Services.AddHostedService(_ => new TelemetryExport(configuration, applicationName));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(urls);
        BoundStop(builder.Services, times, time);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(times);
        builder.Services.AddSingleton<IHostLifetime, DrainingLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = times.ShutdownTimeout);
        return builder;
    }

    private static void BoundStop(IServiceCollection services, HostTimes times, TimeProvider time)
    {
        var kestrel = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(kestrel);
        services.AddSingleton<IServer>(provider => new BoundedServer(
            (IServer)ActivatorUtilities.CreateInstance(provider, kestrel.ImplementationType!), times.RequestsTimeout, time));
    }

    /// <summary>Adds the HTTP API. Throws <see cref="StartException"/> on a bound out of its range.</summary>
    /// <param name="builder">The host's.</param>
    /// <param name="adminKey">See <see cref="GatewayOptions.BootstrapAdminKey"/>.</param>
    /// <param name="configuration">Where the sections <c>Gateway</c>, <c>Alerts</c> and <c>Webhooks</c> are read; null: defaults.</param>
    /// <param name="companyEventsMax">What one company's queue takes.</param>
    public static void AddGateway(WebApplicationBuilder builder, string? adminKey, IConfiguration? configuration, int companyEventsMax)
    {
        try
        {
            builder.Services.AddUsageGateway(
                gateway =>
                {
                    if (configuration is not null)
                        HostSettings.BindGateway(configuration, gateway);
                    gateway.BootstrapAdminKey = adminKey;
                    if (gateway.IngestEventsMax > companyEventsMax)
                    {
                        // Such a call could never be queued, however often it is sent again.
                        throw new ArgumentException($"IngestEventsMax must be at most {companyEventsMax}, which is what one company's queue takes.");
                    }
                },
                configuration is null ? null : HostSettings.Alerts(configuration),
                configuration is null ? null : HostSettings.Webhooks(configuration));
        }
        catch (ArgumentException failure)
        {
            throw StartException.Usage(failure.Message);
        }
    }

    /// <summary>
    /// Starts the application. Throws <see cref="StartException"/> where an address cannot be listened on, and when it is told to stop meanwhile.
    /// </summary>
    public static async Task StartAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException failure) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw StartException.Stopped(failure);
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidOperationException)
        {
            var reason = failure.InnerException is AddressInUseException ? "the address is in use by another process" : failure.Message;
            throw StartException.Refused($"Cannot listen on {urls}: {reason}.", failure);
        }
    }

    /// <summary>The first address that a started server listens on.</summary>
    public static Uri AddressOf(WebApplication app) => new(
        app.Urls.First().Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal));
}
