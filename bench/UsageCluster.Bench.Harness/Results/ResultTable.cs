using System.Globalization;
using System.Text;

namespace UsageCluster.Bench.Harness.Results;

/// <summary>Results as Markdown tables for people, with what they ran on.</summary>
public static class ResultTable
{
    public static string Of(ResultFile results)
    {
        var text = new StringBuilder();
        WriteFacts(text, results);
        WriteSides(text, results.Scenarios);
        WriteFigures(text, results.Scenarios);
        foreach (var scenario in results.Scenarios)
        {
            foreach (var note in scenario.Notes)
                Line(text, $"- {scenario.Name}: {note}");
        }

        return text.ToString();
    }

    private static void WriteFacts(StringBuilder text, ResultFile results)
    {
        var (machine, run) = (results.Machine, results.Run);
        Line(text, $"{machine.Cores} cores ({machine.Processor}), {machine.MemoryGiB:0.#} GiB, {machine.Os}, {machine.Runtime};");
        Line(text, $"{(run.IsQuick ? "a quick run" : "a full run")}: medians of {run.Rounds} rounds of {run.RoundSeconds:0.#} s, sides in turn, {run.Events:N0} events.");
        if (run.IsQuick)
            Line(text, $"What is reached for is meant of full runs: rivals gain from less data.");
        if (machine.IsShared)
            Line(text, $"**Taken beside other work** (load average {machine.LoadBefore:0.0} before the run): these figures only show that it runs.");
        text.AppendLine();
    }

    private static void WriteSides(StringBuilder text, IReadOnlyList<ScenarioRow> scenarios)
    {
        var titles = string.Join("; ", scenarios.Select(s => s.RatioTitle).Distinct());
        Line(text, $"| scenario | side | per second | p50 ms | p99 ms | cpu µs each | {titles}: min / median / max | reach for |");
        Line(text, $"| --- | --- | ---: | ---: | ---: | ---: | --- | --- |");
        foreach (var scenario in scenarios)
        {
            foreach (var (side, m) in scenario.Sides)
            {
                var isCompared = scenario.Ratios.TryGetValue(side, out var ratio);
                var ratios = isCompared ? $"{Significant(ratio.Min)} / {Significant(ratio.Median)} / {Significant(ratio.Max)}" : "";
                var cpu = m.CpuMicros > 0 ? m.CpuMicros.ToString("N1", CultureInfo.InvariantCulture) : "";
                Line(text, $"| {scenario.Name} | {side} | {m.PerSecond:N0} | {m.P50Ms:N2} | {m.P99Ms:N2} | {cpu} | {ratios} | {(isCompared ? GoalOf(scenario, side, ratio.Median) : "")} |");
            }
        }

        text.AppendLine();
    }

    private static void WriteFigures(StringBuilder text, IReadOnlyList<ScenarioRow> scenarios)
    {
        if (scenarios.All(s => s.Figures.Count == 0))
            return;
        Line(text, $"| scenario | figure | value | reach for |");
        Line(text, $"| --- | --- | ---: | --- |");
        foreach (var scenario in scenarios)
        {
            foreach (var figure in scenario.Figures)
                Line(text, $"| {scenario.Name} | {figure.Name} | {$"{Significant(figure.Value)} {figure.Unit}".TrimEnd()} | {GoalOf(scenario, figure.Name, figure.Value)} |");
        }

        text.AppendLine();
    }

    private static string GoalOf(ScenarioRow scenario, string name, double reached) => scenario.Goals.TryGetValue(name, out var goal)
        ? string.Create(CultureInfo.InvariantCulture, $"{(goal.IsMost ? "≤" : "≥")} {goal.Value:0.###}: {(goal.IsReached(reached) ? "yes" : "**no**")}")
        : "";

    /// <summary>Three digits, and all of those before the point.</summary>
    private static string Significant(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
