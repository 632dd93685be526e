using System.Globalization;
using System.Runtime.InteropServices;

namespace UsageCluster.Bench.Harness.Results;

/// <summary>What a run ran on.</summary>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="Processor">Its name, where the system tells it.</param>
/// <param name="MemoryGiB">Memory of the machine.</param>
/// <param name="Os">The system.</param>
/// <param name="Runtime">.NET's version.</param>
/// <param name="LoadBefore">Processes that wanted to run before the run began, in the mean of a minute: other work; null: not known.</param>
public sealed record MachineFacts(int Cores, string Processor, double MemoryGiB, string Os, string Runtime, double? LoadBefore)
{
    private const double LoadOfOtherWork = 0.25;

    /// <summary>Whether something else was using the machine, so that the figures are worth little.</summary>
    public bool IsShared => LoadBefore > LoadOfOtherWork * Cores;

    public static MachineFacts Read() => new(
        Environment.ProcessorCount,
        OperatingSystem.IsLinux() ? FirstOf("/proc/cpuinfo", "model name") ?? $"{RuntimeInformation.ProcessArchitecture}" : $"{RuntimeInformation.ProcessArchitecture}",
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        OperatingSystem.IsLinux() ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null);

    private static string? FirstOf(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
