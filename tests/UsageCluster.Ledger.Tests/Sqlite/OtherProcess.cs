using System.Diagnostics;

namespace UsageCluster.Ledger.Tests.Sqlite;

/// <summary>A process that holds, or is refused, the store of a directory: see <see cref="Program"/>.</summary>
internal sealed class OtherProcess : IAsyncDisposable
{
    private readonly Process _process;

    private OtherProcess(Process process, string said)
    {
        _process = process;
        Said = said;
    }

    /// <summary>Its first line.</summary>
    public string Said { get; }

    public static async Task<OtherProcess> StartAsync(string dataDirectory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        start.ArgumentList.Add(dataDirectory);
        var process = Process.Start(start)!;
        return new OtherProcess(process, await process.StandardOutput.ReadLineAsync() ?? "");
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
