using System.Globalization;

namespace UsageCluster.Bench.Harness;

/// <summary>The resident memory of a process, by Linux's <c>/proc</c>.</summary>
public static class ProcessMemory
{
    /// <summary>Bytes now, and the most since <see cref="ForgetPeak"/>.</summary>
    public static (long Now, long Peak) Read(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/status");
        return (BytesOf(lines, "VmRSS:"), BytesOf(lines, "VmHWM:"));
    }

    /// <summary>Has the peak begin anew.</summary>
    public static void ForgetPeak(int processId) => File.WriteAllText($"/proc/{processId}/clear_refs", "5");

    private static long BytesOf(string[] lines, string name) => 1024 * long.Parse(
        lines.First(l => l.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
