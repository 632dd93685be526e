using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace UsageCluster.Bench.Harness;

/// <summary>Results as a table for people, with what it ran on.</summary>
public static class ResultTable
{
    public static string Of(IReadOnlyList<ScenarioResult> results, BenchSettings settings)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {settings.Rounds} rounds of {settings.Round.TotalSeconds:N0} s, sides in turn, medians

            | scenario | side | per second | p50 ms | p99 ms | cpu µs each | {results[0].Comparison.Title}: min / median / max |
            | --- | --- | ---: | ---: | ---: | ---: | --- |
            """);
        foreach (var result in results)
        {
            foreach (var (side, m) in result.Sides)
            {
                var ratio = result.Ratios.TryGetValue(side, out var r) ? string.Create(CultureInfo.InvariantCulture, $"{r.Min:0.00} / {r.Median:0.00} / {r.Max:0.00}") : "";
                text.AppendLine(CultureInfo.InvariantCulture, $"| {result.Name} | {side} | {m.PerSecond:N0} | {m.P50Ms:N2} | {m.P99Ms:N2} | {m.CpuMicros:N1} | {ratio} |");
            }
        }

        foreach (var result in results)
        {
            foreach (var note in result.Notes)
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"{result.Name}: {note}");
        }

        return text.ToString();
    }
}
