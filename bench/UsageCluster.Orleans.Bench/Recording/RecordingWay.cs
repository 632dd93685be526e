using System.Net;
using Orleans.Configuration;
using StackExchange.Redis;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Events;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Grains.Recording;
using UsageCluster.Silo.Hosting;
using SiloOptions = UsageCluster.Silo.Hosting.SiloOptions;

namespace UsageCluster.Orleans.Bench.Recording;

/// <summary>One way to record, set up from the environment that a silo is set up from.</summary>
internal sealed class RecordingWay(Func<UsageEvent, ValueTask<RecordOutcome>> record, Func<ValueTask> stop) : IAsyncDisposable
{
    public ValueTask<RecordOutcome> RecordAsync(UsageEvent report) => record(report);

    public ValueTask DisposeAsync() => stop();

    public static Task<RecordingWay> StartAsync(RecordingKind kind)
    {
        var configuration = HostSettings.Read();
        return kind switch
        {
            RecordingKind.Standalone => StandaloneAsync(configuration.GetConnectionString("Ledger")!),
            RecordingKind.Silo => SiloAsync(SiloSettings.Read(["--urls", "http://127.0.0.1:0"], configuration)!),
            _ => RecorderAsync(SiloSettings.Read([], configuration)!),
        };
    }

    private static async Task<RecordingWay> StandaloneAsync(string ledger)
    {
        var engine = await RecordingEngine.StartAsync(ledger, 0);
        return new RecordingWay(report => engine.Client.RecordAsync(report, CancellationToken.None), engine.DisposeAsync);
    }

    private static async Task<RecordingWay> SiloAsync(SiloOptions options)
    {
        var host = await SiloHost.CreateAsync(options);
        await host.StartAsync();
        var client = host.App.Services.GetRequiredService<IUsageClient>();
        return new RecordingWay(report => client.RecordAsync(report, CancellationToken.None), host.DisposeAsync);
    }

    /// <summary>The options are those of the silo that it connects to.</summary>
    private static async Task<RecordingWay> RecorderAsync(SiloOptions options)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
            if (options.Redis is { } redis)
                client.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis));
            else
                client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, options.GatewayPort));
        });
        builder.AddUsageRecorder();
        var host = builder.Build();
        await host.StartAsync();
        var recorder = host.Services.GetRequiredService<IUsageRecorder>();
        return new RecordingWay(
            report => recorder.RecordAsync(report),
            async () =>
            {
                await host.StopAsync();
                host.Dispose();
            });
    }
}
