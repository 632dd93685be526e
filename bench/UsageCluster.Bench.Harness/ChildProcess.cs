using System.Diagnostics;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Bench.Harness;

/// <summary>A server of the comparison in a process of its own, ended with this one.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>The product: the standalone host with its data in a folder, or on PostgreSQL.</summary>
    public static Task<ChildProcess> StandaloneAsync(string adminKey, string dataFolder) =>
        StartAsync("UsageCluster.Standalone.dll", port => ["--urls", $"http://127.0.0.1:{port}", "--data", dataFolder], ("USAGE_ADMIN_KEY", adminKey));

    /// <summary>The product: the standalone host on PostgreSQL.</summary>
    public static Task<ChildProcess> StandaloneOnPostgresAsync(string adminKey, string connectionString, params (string Name, string Value)[] environment) => StartAsync(
        "UsageCluster.Standalone.dll",
        port => ["--urls", $"http://127.0.0.1:{port}", "--ledger", connectionString],
        [("USAGE_ADMIN_KEY", adminKey), .. environment]);

    public static async Task<ChildProcess> StartAsync(string assembly, Func<int, string[]> arguments, params (string Name, string Value)[] environment)
    {
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments(port))
            start.ArgumentList.Add(argument);
        // No balancer is to notice that it ends.
        start.Environment["USAGE_DRAIN_MS"] = "0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var child = new ChildProcess(process, port);
        await child.AnswersAsync();
        return child;
    }

    /// <summary>Has it end in good order.</summary>
    public async Task StopAsync()
    {
        Signals.Terminate(_process.Id);
        await _process.WaitForExitAsync();
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60);)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
            try
            {
                using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(2);
        }

        throw new TimeoutException("The server did not answer within 60 s.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
