using System.Globalization;

namespace UsageCluster.Simulation.Runs;

/// <summary>What some runs came to, in a few lines.</summary>
internal static class Summary
{
    public static string Of(IReadOnlyList<RunResult> runs, TimeSpan took)
    {
        var (steps, awake) = (runs.Sum(r => r.Steps), TimeSpan.FromTicks(runs.Sum(r => r.Simulated.Ticks - r.Skipped.Ticks)));
        var skipped = TimeSpan.FromTicks(runs.Sum(r => r.Skipped.Ticks));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{runs.Count} seeds, {runs.Count(r => r.Violation is not null)} failed: {steps} steps, {runs.Sum(r => r.Decided)} calls decided and "
                + $"{runs.Sum(r => r.Resent)} times sent again, {runs.Sum(r => r.Faults)} faults, {runs.Sum(r => r.Entries)} entries, {runs.Sum(r => r.SharedStatements)} shared statements, {runs.Sum(r => r.Views)} views.\n"
                + $"{awake.TotalHours:F1} h simulated, besides {skipped.TotalHours:F0} h in which everything stood still.");
        return took == TimeSpan.Zero ? text : string.Create(
            CultureInfo.InvariantCulture,
            $"{text}\n{took.TotalSeconds:F1} s: {steps / took.TotalSeconds:F0} steps/s, {awake.TotalHours / took.TotalMinutes:F1} simulated hours a minute.");
    }
}
