using System.Globalization;

namespace UsageCluster.Soak.Measures;

/// <summary>What a process takes of the machine at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="WorkingSet">Resident memory, in bytes.</param>
/// <param name="Anonymous">Resident memory that is not of files, in bytes: the heaps and stacks.</param>
/// <param name="Descriptors">Open files and connections.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ProcessSample(TimeSpan At, int ProcessId, long WorkingSet, long Anonymous, int Descriptors, int Threads)
{
    /// <summary>Reads /proc; null: the process is gone.</summary>
    public static ProcessSample? TryTake(TimeSpan at, int processId)
    {
        try
        {
            var folder = $"/proc/{processId}";
            var status = File.ReadLines(folder + "/status")
                .Select(line => line.Split(':', 2))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1].Trim().Split(' ')[0]);
            return new ProcessSample(
                at, processId, Kibi(status, "VmRSS"), Kibi(status, "RssAnon"), Directory.EnumerateFileSystemEntries(folder + "/fd").Count(),
                int.Parse(status["Threads"], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static long Kibi(Dictionary<string, string> status, string name) => long.Parse(status[name], CultureInfo.InvariantCulture) * 1024;
}
