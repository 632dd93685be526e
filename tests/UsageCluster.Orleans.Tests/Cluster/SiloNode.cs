using System.Net;
using UsageCluster.Orleans.Tests.Support;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>One silo: a process that may end and be started again, on ports that stay.</summary>
internal sealed class SiloNode : IAsyncDisposable
{
    /// <summary>How long a silo may take to start, and to be ready.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly ServerStart _start;
    private ServerProcess? _process;

    public SiloNode(string name, SiloPlace place, IReadOnlyDictionary<string, string> environment)
    {
        Name = name;
        ServesApi = environment.GetValueOrDefault("Silo__Role") != "grains";
        SiloPort = LoopbackPort.Free();
        var port = LoopbackPort.Free();
        _start = new ServerStart
        {
            Program = "UsageCluster.Silo.dll",
            Urls = $"http://{place.HttpAddress}:{port}",
            Through = place.Through,
            Environment = new Dictionary<string, string>(environment)
            {
                ["Silo__AdvertisedAddress"] = place.ClusterAddress,
                ["Silo__SiloPort"] = $"{SiloPort}",
                ["Silo__GatewayPort"] = $"{LoopbackPort.Free()}",
            },
        };
        Url = new Uri(_start.Urls);
        Api = new SiloApi(Url, RunningCluster.AdminKey);
    }

    public string Name { get; }

    /// <summary>Where it serves HTTP.</summary>
    public Uri Url { get; }

    public SiloApi Api { get; }

    /// <summary>Where other silos reach it.</summary>
    public int SiloPort { get; }

    /// <summary>Whether it answers more than for its health.</summary>
    public bool ServesApi { get; }

    /// <summary>Whether its process runs.</summary>
    public bool IsUp => _process is { HasExited: false };

    /// <summary>What its latest process wrote.</summary>
    public string Log => $"{_process?.Output}\n{_process?.Log}";

    /// <summary>Starts it; it may not be ready yet.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
        _process = await ServerProcess.StartAsync(_start);
    }

    /// <summary>Waits until it says that it is ready; returns how long that took.</summary>
    public Task<TimeSpan> ReadyAsync() =>
        Until.HoldsAsync(async () => await Api.StatusAsync("/healthz/ready") == HttpStatusCode.OK, ReadyWithin, () => $"{Name} is not ready.\n{Log}");

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync() => _process!.StopAsync();

    public Task KillAsync() => _process!.KillAsync();

    public void Suspend() => _process!.Suspend();

    public void Resume() => _process!.Resume();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
