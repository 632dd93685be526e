namespace UsageCluster.Bench.Harness;

/// <summary>Measures sides in turn, so that a change of the machine's mood meets all of them.</summary>
public static class Rounds
{
    public const string Product = "product";

    public static async Task<ScenarioResult> RunAsync(
        string scenario,
        IReadOnlyList<Side> sides,
        BenchSettings settings,
        IReadOnlyList<string> notes,
        Func<Task>? betweenSides = null,
        Comparison? comparison = null)
    {
        comparison ??= Comparison.OfProduct;
        var measured = sides.ToDictionary(s => s.Name, _ => new List<Measurement>());
        foreach (var side in sides.Where(s => !s.IsOnce))
            await side.RunAsync(settings.WarmUp);
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var side in sides)
            {
                if (betweenSides is not null)
                    await betweenSides();
                var result = await MeasureAsync(side, settings.Round);
                measured[side.Name].Add(result);
                Console.Error.WriteLine(
                    $"  {scenario} round {round + 1} {side.Name,-12} {result.PerSecond,12:N0}/s  p50 {result.P50Ms:N2} ms  p99 {result.P99Ms:N2} ms  cpu {result.CpuMicros:N1} µs");
            }
        }

        var ratios = sides.Where(s => s.Name != comparison.Base).ToDictionary(
            s => s.Name,
            s => Ratio.Of(measured[comparison.Base].Zip(measured[s.Name], (of, other) => comparison.Ratio(of.PerSecond, other.PerSecond))));
        return new ScenarioResult(scenario, measured.ToDictionary(m => m.Key, m => MedianOf(m.Value)), ratios, notes, comparison);
    }

    private static async Task<Measurement> MeasureAsync(Side side, TimeSpan duration)
    {
        var before = ProcessTree.ProcessorTime();
        var result = await side.RunAsync(duration);
        var used = ProcessTree.ProcessorTime() - before;
        return side.IsOnce ? result : result with { CpuMicros = used.TotalMicroseconds / (result.PerSecond * duration.TotalSeconds) };
    }

    private static Measurement MedianOf(List<Measurement> rounds) => new(
        Ratio.Of(rounds.Select(r => r.PerSecond)).Median,
        Ratio.Of(rounds.Select(r => r.P50Ms)).Median,
        Ratio.Of(rounds.Select(r => r.P99Ms)).Median,
        Ratio.Of(rounds.Select(r => r.CpuMicros)).Median);
}
