using System.Globalization;

namespace UsageCluster.Bench.Harness;

/// <summary>The processor time that this process and all that it started have used.</summary>
public static class ProcessTree
{
    // Of /proc/PID/stat after the program's name: the parent, and four times in ticks, own and of children that have ended.
    private const int ParentField = 1, FirstTimeField = 11, TimeFields = 4;
    private const double TicksPerSecond = 100;

    /// <summary>The time up to now; zero where the system does not tell it.</summary>
    public static TimeSpan ProcessorTime()
    {
        if (!OperatingSystem.IsLinux())
            return TimeSpan.Zero;
        var processes = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(folder) is { } process)
                processes.Add(id, process);
        }

        var ticks = processes.Where(p => IsOurs(p.Key, processes)).Sum(p => p.Value.Ticks);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static bool IsOurs(int id, Dictionary<int, (int Parent, long Ticks)> processes)
    {
        while (id != Environment.ProcessId)
        {
            if (!processes.TryGetValue(id, out var process))
                return false;
            id = process.Parent;
        }

        return true;
    }

    private static (int Parent, long Ticks)? Read(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var times = fields.AsSpan(FirstTimeField, TimeFields);
            var ticks = 0L;
            foreach (var time in times)
                ticks += long.Parse(time, CultureInfo.InvariantCulture);
            return (int.Parse(fields[ParentField], CultureInfo.InvariantCulture), ticks);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
