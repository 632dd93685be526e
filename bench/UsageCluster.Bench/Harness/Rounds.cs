namespace UsageCluster.Bench.Harness;

/// <summary>Measures sides in turn, so that a change of the machine's mood meets all of them.</summary>
internal static class Rounds
{
    public const string Product = "product";

    public static async Task<ScenarioResult> RunAsync(
        string scenario, IReadOnlyList<Side> sides, BenchSettings settings, IReadOnlyList<string> notes, Func<Task>? betweenSides = null)
    {
        var measured = sides.ToDictionary(s => s.Name, _ => new List<Measurement>());
        foreach (var side in sides)
            await side.RunAsync(settings.WarmUp);
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var side in sides)
            {
                if (betweenSides is not null)
                    await betweenSides();
                var result = await side.RunAsync(settings.Round);
                measured[side.Name].Add(result);
                Console.Error.WriteLine($"  {scenario} round {round + 1} {side.Name,-9} {result.PerSecond,12:N0}/s  p50 {result.P50Ms:N2} ms  p99 {result.P99Ms:N2} ms");
            }
        }

        var ratios = sides.Where(s => s.Name != Product).ToDictionary(
            s => s.Name,
            s => Ratio.Of(measured[Product].Zip(measured[s.Name], (product, rival) => product.PerSecond / rival.PerSecond)));
        return new ScenarioResult(scenario, measured.ToDictionary(m => m.Key, m => MedianOf(m.Value)), ratios, notes);
    }

    private static Measurement MedianOf(List<Measurement> rounds) => new(
        Ratio.Of(rounds.Select(r => r.PerSecond)).Median,
        Ratio.Of(rounds.Select(r => r.P50Ms)).Median,
        Ratio.Of(rounds.Select(r => r.P99Ms)).Median);
}
