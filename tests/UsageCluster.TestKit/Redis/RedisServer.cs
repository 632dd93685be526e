using System.Diagnostics;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.TestKit.Redis;

/// <summary>
/// A Redis server of the tests' own, on a free loopback port with its append-only file in a temporary folder. What it holds outlives its restarts.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string _program;
    private readonly string _folder = Directory.CreateTempSubdirectory("uc-redis-").FullName;
    private readonly string[] _addresses;
    private LoggedProcess? _process;

    private RedisServer(string program, IEnumerable<string> furtherAddresses)
    {
        _program = program;
        _addresses = ["127.0.0.1", .. furtherAddresses];
        Port = LoopbackPort.Free();
    }

    /// <summary>Whether tests that need Redis can run here.</summary>
    public static bool IsAvailable => Find() is not null;

    /// <summary>The TCP port. The same after a restart.</summary>
    public int Port { get; }

    /// <summary>Connects from this machine, as StackExchange.Redis writes it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>What the server logged since its last start.</summary>
    public string Log => _process?.Log ?? "";

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="furtherAddresses">Addresses of this machine, besides loopback, where it listens too.</param>
    public static async Task<RedisServer> StartNewAsync(params IEnumerable<string> furtherAddresses)
    {
        var program = Find() ?? throw new InvalidOperationException("No redis-server is on PATH. Install Redis.");
        var server = new RedisServer(program, furtherAddresses);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again, on the same port and data.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
            throw new InvalidOperationException("The server is running.");
        string[] arguments =
        [
            "--port", $"{Port}",
            "--bind", .. _addresses,
            "--protected-mode", "no",
            "--dir", _folder,
            "--appendonly", "yes",
            "--save", "",
            "--maxmemory-policy", "noeviction",
            "--daemonize", "no",
        ];
        var start = new ProcessStartInfo(_program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        _process = await LoggedProcess.StartAsync(start, "Ready to accept connections", Timeout);
    }

    /// <summary>Shuts down cleanly; connections are cut.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        await _process.StopAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops and starts again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Stops the server and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);
}
