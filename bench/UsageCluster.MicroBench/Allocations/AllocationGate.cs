using System.Globalization;
using System.Text.Json;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>Holds what was measured to <c>bench/allocations.json</c>.</summary>
internal static class AllocationGate
{
    /// <summary>
    /// Part of a line above which a path may not stay below it: who makes a path allocate less lowers its line, or the next one to make it
    /// allocate more is not found out.
    /// </summary>
    private const double UsedMin = 0.9;

    /// <summary>Bytes by which a line may be above what is measured in any case.</summary>
    private const long UnusedMax = 16;

    /// <summary>The lines of the file.</summary>
    public static IReadOnlyList<AllocationLine> Read(string file) =>
        JsonSerializer.Deserialize<AllocationLine[]>(File.ReadAllText(file), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException($"{file} has no lines.");

    /// <summary>What is wrong, a line each; none: nothing is.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<AllocationLine> lines, IReadOnlyDictionary<string, long> measured)
    {
        foreach (var twice in lines.CountBy(line => line.Path).Where(path => path.Value > 1))
            yield return $"{twice.Key} has {twice.Value} lines.";
        foreach (var line in lines)
        {
            if (!measured.TryGetValue(line.Path, out var bytes))
                yield return $"{line.Path} has a line but is not measured.";
            else if (bytes > line.BytesPerOperation)
                yield return Text($"{line.Path} allocates {bytes} bytes an operation; its line says {line.BytesPerOperation}.");
            else if (line.BytesPerOperation - bytes > UnusedMax && bytes < UsedMin * line.BytesPerOperation)
                yield return Text($"{line.Path} allocates {bytes} bytes an operation, less than its line's {line.BytesPerOperation}: lower the line.");
        }

        foreach (var path in measured.Keys.Except(lines.Select(line => line.Path)))
            yield return $"{path} is measured but has no line.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
