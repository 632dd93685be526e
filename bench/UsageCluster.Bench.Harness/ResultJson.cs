using System.Text.Json;

namespace UsageCluster.Bench.Harness;

/// <summary>Results for programs: <c>{ "scenarios": [ { "name", "product": {…}, "ratios": { … } } ] }</c>; the product is the side that the others are compared with.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Task WriteAsync(string path, IReadOnlyList<ScenarioResult> results) => File.WriteAllTextAsync(
        path,
        JsonSerializer.Serialize(
            new
            {
                scenarios = results.Select(r => new { r.Name, product = r.Sides[r.Comparison.Base], r.Ratios, sides = r.Sides, r.Notes }),
            },
            Options) + "\n");
}
