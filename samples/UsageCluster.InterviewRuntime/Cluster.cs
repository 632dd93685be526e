using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;
using UsageCluster.Grains.Recording;

namespace UsageCluster.InterviewRuntime;

/// <summary>The client of the cluster, with the recorder.</summary>
internal static class Cluster
{
    private static readonly TimeSpan ConnectAgainAfter = TimeSpan.FromSeconds(1);

    public static IHost BuildHost(RuntimeSettings settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // The log of a silo that goes away is long; the recorder says what matters of it.
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ServiceId));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            if (settings.Redis is { } redis)
            {
                client.UseRedisClustering(o => o.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            }
            else
            {
                IPEndPoint[] gateways = [.. settings.GatewayPorts.Select(p => new IPEndPoint(IPAddress.Loopback, p))];
                client.UseStaticClustering(gateways);
            }

            var deadline = DateTime.UtcNow + settings.ConnectTimeout;
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(ConnectAgainAfter, cancellationToken);
                return DateTime.UtcNow < deadline;
            });
        });
        builder.AddUsageRecorder();
        return builder.Build();
    }
}
