using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using UsageCluster.Standalone.Hosting;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>A whole server, as the standalone program runs it: a store in a temporary folder, a free loopback port, a clock that a test sets.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    public const string AdminKey = BareGateway.AdminKey;

    private readonly TempFolder _folder;
    private readonly StandaloneHost _host;

    private GatewayServer(TempFolder folder, StandaloneHost host, ManualTime time, CollectedLog log)
    {
        _folder = folder;
        _host = host;
        Time = time;
        Log = log;
        Api = new ApiClient(host.Address);
        Provision = new Provisioning(Api, AdminKey);
    }

    public Uri Address => _host.Address;

    public ManualTime Time { get; }

    public CollectedLog Log { get; }

    public ApiClient Api { get; }

    public Provisioning Provision { get; }

    /// <summary>Starts a server at 2024-02-01T00:00:00Z, with these settings.</summary>
    public static async Task<GatewayServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = new TempFolder();
        var time = new ManualTime(new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero));
        var log = new CollectedLog();
        var options = new StandaloneOptions
        {
            Urls = "http://127.0.0.1:0",
            DataDirectory = folder.Path,
            AdminKey = AdminKey,
            DrainDelay = TimeSpan.Zero,
            Configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build(),
        };
        var host = await StandaloneHost.CreateAsync(
            options, time, logging => logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        await host.StartAsync();
        return new GatewayServer(folder, host, time, log);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
