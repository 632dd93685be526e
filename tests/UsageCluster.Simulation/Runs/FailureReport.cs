using System.Globalization;
using System.Text;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Runs;

/// <summary>A failed run in words: what broke, the smallest schedule that breaks it, its last steps, and how to see it again.</summary>
internal static class FailureReport
{
    public static string Of(RunResult failed, Func<Product>? make = null)
    {
        var shrunk = Shrinker.Shrink(failed, make ?? (() => new Product()));
        var text = new StringBuilder();
        var acts = string.Join(',', shrunk.Schedule.Acts.Select(a => a.No));
        text.AppendLine(CultureInfo.InvariantCulture, $"Seed {failed.Schedule.Seed}, {failed.Schedule.Steps} steps: {failed.Violation}");
        text.AppendLine(CultureInfo.InvariantCulture, $"Shrunk from {failed.Schedule.Acts.Count} acts to {shrunk.Schedule.Acts.Count}: {shrunk.Violation}");
        foreach (var act in shrunk.Schedule.Acts)
            text.AppendLine(CultureInfo.InvariantCulture, $"{act.At.TotalSeconds,14:F6}  #{act.No} {act.Kind}");
        text.AppendLine("The last steps:");
        foreach (var line in shrunk.LastLines)
            text.AppendLine(line);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Again: scripts/simulate --seed {failed.Schedule.Seed} --steps {failed.Schedule.Steps} --verbose   (shrunk: --acts {acts})");
        return text.ToString();
    }
}
