using System.Diagnostics;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>Counts allocations and holds them to their lines.</summary>
internal static class AllocationsCommand
{
    private const string Tiers = "DOTNET_TieredCompilation";

    /// <summary>The exit code: 0 where every path is within its line.</summary>
    public static async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        // Code that is compiled a second time allocates otherwise than the first, and when that happens is anybody's guess: once, and optimised.
        if (Environment.GetEnvironmentVariable(Tiers) != "0")
            return await RunAgainAsync(cancellationToken);
        var lines = AllocationGate.Read(file);
        var measured = await HotPaths.MeasureAsync();
        foreach (var (path, bytes) in measured)
            await Console.Out.WriteLineAsync($"{path,-20} {bytes,8:N0} of {lines.FirstOrDefault(line => line.Path == path)?.BytesPerOperation,8:N0} bytes");
        string[] faults = [.. AllocationGate.Faults(lines, measured)];
        foreach (var fault in faults)
            await Console.Out.WriteLineAsync(fault);
        return faults.Length == 0 ? 0 : 1;
    }

    private static async Task<int> RunAgainAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (var argument in Environment.GetCommandLineArgs().Skip(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? 0 : 1))
            start.ArgumentList.Add(argument);
        start.Environment[Tiers] = "0";
        using var again = Process.Start(start)!;
        await again.WaitForExitAsync(cancellationToken);
        return again.ExitCode;
    }
}
