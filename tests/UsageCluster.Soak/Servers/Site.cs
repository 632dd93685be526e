using UsageCluster.TestKit.Processes;

namespace UsageCluster.Soak.Servers;

/// <summary>A place for a server process: the steady one is never ended before the run is over, the exposed one is.</summary>
internal sealed class Site(string name, IReadOnlyList<string> store) : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-soak-is-long-enough";

    private ServerProcess? _process;

    public string Name => name;

    public Uri Url => Process.Url;

    public ServerProcess Process => _process ?? throw new InvalidOperationException($"The {name} server is not there.");

    /// <summary>The process id; null while there is none.</summary>
    public int? ProcessId => _process is { HasExited: false } process ? process.Id : null;

    public async Task StartAsync() => _process = await MakeAsync();

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>SIGTERM; what it should answer is 0.</summary>
    public Task<int> StopAsync() => Process.StopAsync();

    /// <summary>After the process has ended: starts another one.</summary>
    public async Task StartAgainAsync()
    {
        var ended = Process;
        _process = null;
        await ended.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Starts another process, moves to it what <paramref name="move"/> moves, and ends the old one in order. Returns its exit code.</summary>
    public async Task<int> ReplaceAsync(Action<Uri> move)
    {
        var old = Process;
        await StartAsync();
        move(Url);
        var exitCode = await old.StopAsync();
        await old.DisposeAsync();
        return exitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
    }

    private Task<ServerProcess> MakeAsync() => ServerProcess.StartAsync(
        store,
        new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["Webhooks__AllowHttp"] = "true",
            ["Webhooks__AllowPrivateNetworks"] = "true",
        });
}
