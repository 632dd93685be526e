using System.Diagnostics;
using System.Net.Sockets;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Orleans.Bench.Cluster;

/// <summary>A Redis server on a free loopback port, with its data in a temporary folder.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder;

    private RedisProcess(Process process, TempFolder folder, int port)
    {
        _process = process;
        _folder = folder;
        ConnectionString = $"127.0.0.1:{port}";
    }

    public string ConnectionString { get; }

    public static async Task<RedisProcess> StartAsync()
    {
        var folder = new TempFolder();
        var port = LoopbackPort.Free();
        var process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder.Path, "--appendonly", "yes", "--save", ""])
        { RedirectStandardOutput = true })!;
        process.BeginOutputReadLine();
        var redis = new RedisProcess(process, folder, port);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return redis;
            }
            catch (SocketException) when (watch.Elapsed < TimeSpan.FromSeconds(10) && !process.HasExited)
            {
                // Not listening yet.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
