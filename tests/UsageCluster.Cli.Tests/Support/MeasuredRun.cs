using System.Diagnostics;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>The program run as a process, and what it took of memory.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="PeakBytes">The most that it had resident.</param>
internal sealed record MeasuredRun(int ExitCode, string Output, long PeakBytes)
{
    public static async Task<MeasuredRun> OfAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [.. ProgramRun.UsageProgram, .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };

        // Garbage that a machine with much memory would let lie is no part of what is measured.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var peak = 0L;
        while (!process.HasExited && await timer.WaitForNextTickAsync())
            peak = Math.Max(peak, PeakOf(process));
        await process.WaitForExitAsync();
        return new MeasuredRun(process.ExitCode, await output, peak);
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile; the mark only rises, and was looked at a moment ago.
            return 0;
        }
    }
}
