using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace UsageCluster.TestKit.Processes;

/// <summary>A program of this repository that serves HTTP, as a process of its own. It dies with the tests, however they end.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<Uri?> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Note(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Note(_log, e.Data);
        _process.Exited += (_, _) => _listening.TrySetResult(null);
    }

    /// <summary>How long to wait for a start or an end before the test fails.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to standard output.</summary>
    public string Output => Text(_output);

    /// <summary>What it wrote to standard error.</summary>
    public string Log => Text(_log);

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it holds of the machine's memory now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the standalone program and returns once it has said where it listens.</summary>
    /// <param name="arguments">Arguments besides <c>--urls</c>.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    public static Task<ServerProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        StartAsync(new ServerStart { Program = "UsageCluster.Standalone.dll", Arguments = [.. arguments], Environment = environment ?? new Dictionary<string, string>() });

    /// <summary>Starts a program and returns once it has said where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(ServerStart start)
    {
        var server = new ServerProcess(start.ToStartInfo());
        server._process.Start();
        start.Began?.Invoke(server._process.Id);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += server.OnProcessExit;
        try
        {
            if (await server._listening.Task.WaitAsync(Timeout) is { } url)
            {
                server.Url = url;
                return server;
            }

            // Its last words may still be on their way.
            await server._process.WaitForExitAsync().WaitAsync(Timeout);
            throw new InvalidOperationException($"The server did not start.\n{server.Output}\n{server.Log}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGTERM: an end in good order. Returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signals.Terminate(_process.Id);
        await _process.WaitForExitAsync().WaitAsync(Timeout);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has ended by itself. Returns the exit code: of one that was killed, 128 and the signal.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Timeout);
        return _process.ExitCode;
    }

    /// <summary>SIGSTOP: all of it stands still.</summary>
    public void Suspend() => Signals.Suspend(_process.Id);

    /// <summary>SIGCONT: it goes on.</summary>
    public void Resume() => Signals.Resume(_process.Id);

    /// <summary>SIGKILL: as if the power went.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(Timeout);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static string Text(StringBuilder builder)
    {
        lock (builder)
            return builder.ToString();
    }

    private void Note(StringBuilder builder, string? line)
    {
        if (line is null)
            return;
        lock (builder)
            builder.AppendLine(line);
        if (ReferenceEquals(builder, _output) && ListeningLine().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups["url"].Value));
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    // The first address that the banner names.
    [GeneratedRegex(@"(?<url>https?://[^\s/]+)")]
    private static partial Regex ListeningLine();
}
