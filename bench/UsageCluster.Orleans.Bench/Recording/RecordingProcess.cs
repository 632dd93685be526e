using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using UsageCluster.Bench.Harness;

namespace UsageCluster.Orleans.Bench.Recording;

/// <summary>The parent's side of <see cref="RecordingRole"/>.</summary>
internal sealed class RecordingProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RecordingProcess(Process process) => _process = process;

    /// <summary>Starts this program in the role, and returns once it can record.</summary>
    public static async Task<RecordingProcess> StartAsync(RecordingKind kind, params (string Name, string Value)[] environment)
    {
        var program = typeof(RecordingProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "record-as", "--as", kind.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var recording = new RecordingProcess(Process.Start(start)!);
        await recording.ReadAsync();
        return recording;
    }

    public async Task<Measurement> RunAsync(TimeSpan duration)
    {
        await _process.StandardInput.WriteLineAsync(duration.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<Measurement>(await ReadAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(RecordingRole.Mark, StringComparison.Ordinal))
                return line[RecordingRole.Mark.Length..];
        }

        throw new InvalidOperationException("A recording process ended.");
    }
}
