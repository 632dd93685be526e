using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;
using UsageCluster.Grains.Recording;
using UsageCluster.Orleans.Tests.Cluster;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>The recorder of an interview runtime, in the test's process.</summary>
internal sealed class RecorderClient : IAsyncDisposable
{
    private readonly IHost _host;

    private RecorderClient(IHost host) => _host = host;

    public IUsageRecorder Recorder => _host.Services.GetRequiredService<IUsageRecorder>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<RecorderClient> ConnectAsync(RunningCluster cluster)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ClusterId));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.UseRedisClustering(o => o.ConfigurationOptions = ConfigurationOptions.Parse(cluster.Redis));
        });
        builder.AddUsageRecorder(o => (o.RetryDelayMax, o.StopTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)));
        var client = new RecorderClient(builder.Build());
        await client._host.StartAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
