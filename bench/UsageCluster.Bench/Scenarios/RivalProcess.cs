using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Rivals;

namespace UsageCluster.Bench.Scenarios;

/// <summary>Rivals as processes of their own.</summary>
internal static class RivalProcess
{
    private const string Program = "UsageCluster.Bench.dll";

    public static Task<ChildProcess> LimitAsync(string bodyFile) => StartAsync("serve-limit", "--body", bodyFile);

    public static Task<ChildProcess> LimitAsync(string bodyFile, string database, int rows, int connections, int rowsPerCall) => StartAsync(
        "serve-limit", "--body", bodyFile, "--postgres", database, "--rows", $"{rows}", "--connections", $"{connections}", "--rows-per-call", $"{rowsPerCall}");

    public static Task<ChildProcess> StartAsync(RivalKind kind, string database, int connections, int parallelWorkers = 0) => StartAsync(
        "serve-rival", "--as", $"{kind}", "--postgres", database, "--connections", $"{connections}", "--parallel", $"{parallelWorkers}");

    /// <summary>Starts it with the number of connections, of those given, with which it does the work best.</summary>
    public static async Task<(ChildProcess Server, int Connections)> StartBestAsync(
        RivalKind kind, string database, HttpWork work, BenchSettings settings, IReadOnlyList<int> counts)
    {
        var best = await BestConnections.OfAsync(counts, async connections =>
        {
            await using var server = await StartAsync(kind, database, connections);
            return await HttpLoad.RunAsync(server.Port, work, settings.Connections, settings.Trial);
        });
        return (await StartAsync(kind, database, best), best);
    }

    private static Task<ChildProcess> StartAsync(params string[] role) => ChildProcess.StartAsync(Program, port => [.. role, "--port", $"{port}"]);
}
