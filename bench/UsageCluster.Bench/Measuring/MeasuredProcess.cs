using UsageCluster.Bench.Harness;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Bench.Measuring;

/// <summary><see cref="MeasuredServer"/> as a process of its own.</summary>
internal sealed class MeasuredProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private MeasuredProcess(ChildProcess process, int heapPort)
    {
        _process = process;
        HeapUri = new Uri($"http://127.0.0.1:{heapPort}/");
    }

    public int Port => _process.Port;

    /// <summary>Answers the size of the live heap in bytes.</summary>
    public Uri HeapUri { get; }

    public static async Task<MeasuredProcess> StartAsync(string adminKey, string database)
    {
        var heapPort = LoopbackPort.Free();
        return new MeasuredProcess(
            await ChildProcess.StartAsync(
                "UsageCluster.Bench.dll",
                port => ["serve-measured", "--postgres", database, "--heap-port", $"{heapPort}", "--key", adminKey, "--port", $"{port}"]),
            heapPort);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
