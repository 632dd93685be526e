namespace UsageCluster.Bench.Harness.Results;

/// <summary>Runs scenarios and holds them to their floors.</summary>
/// <param name="Rows">What was measured, in the order of the scenarios.</param>
/// <param name="Missed">A sentence for each bound that is missed.</param>
public sealed record HeldRun(IReadOnlyList<ScenarioRow> Rows, IReadOnlyList<string> Missed)
{
    /// <summary>
    /// Measures each scenario. One that misses a bound is measured once more when all others are done, in more and longer rounds, and that is what it is
    /// judged by: rounds of a quick run are so short that a pause of the machine fills one.
    /// </summary>
    /// <param name="scenarios">Their names.</param>
    /// <param name="settings">How long and how much.</param>
    /// <param name="floors">The bounds; null: none.</param>
    /// <param name="measure">Measures one.</param>
    /// <param name="tell">Is told what is measured again, and why.</param>
    public static async Task<HeldRun> RunAsync(
        IEnumerable<string> scenarios, BenchSettings settings, Floors? floors, Func<string, BenchSettings, Task<ScenarioRow>> measure, Action<string> tell)
    {
        var rows = new List<ScenarioRow>();
        foreach (var name in scenarios)
            rows.Add(await measure(name, settings));
        var missed = new List<string>();
        for (var i = 0; floors is not null && i < rows.Count; i++)
        {
            if (floors.MissedBy(rows[i]) is not { Count: > 0 } before)
                continue;
            foreach (var line in before)
                tell($"{line} It is measured again, in longer rounds.");
            var again = await measure(rows[i].Name, settings.Longer);
            rows[i] = again with { Notes = [.. again.Notes, .. before.Select(line => $"measured again in longer rounds, since in shorter ones {line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]}")] };
            missed.AddRange(floors.MissedBy(again));
        }

        return new HeldRun(rows, missed);
    }
}
