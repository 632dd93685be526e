using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UsageCluster.Bench.Harness.Results;

/// <summary>
/// What the medians of ratios must not fall below, and what figures must not exceed, by scenario and name:
/// <c>{ "read-ats": { "limit": 0.35 }, "memory": { "bytesPerEvent": { "atMost": 40 } } }</c>. Times are in neither: they are the machine's.
/// </summary>
public sealed class Floors
{
    private const double OfReached = 2.0 / 3;
    private const string AtMost = "atMost";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    private readonly Dictionary<string, Dictionary<string, Goal>> _bounds;

    private Floors(Dictionary<string, Dictionary<string, Goal>> bounds) => _bounds = bounds;

    /// <summary>Throws <see cref="JsonException"/> for what is no such file, or names a scenario that is not there.</summary>
    public static Floors Parse(string json, IEnumerable<string> scenarios)
    {
        var bounds = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(json) ?? throw new JsonException("No floors.");
        var unknown = bounds.Keys.Except(scenarios).ToArray();
        return unknown.Length == 0
            ? new Floors(bounds.ToDictionary(s => s.Key, s => s.Value.ToDictionary(b => b.Key, b => BoundOf(b.Key, b.Value))))
            : throw new JsonException($"There is no scenario {string.Join(", ", unknown)}.");
    }

    /// <summary>
    /// Bounds at two thirds of what a run reached, as such a file: of its ratios against rivals that much, of the figures that are held to one, the same
    /// the other way round.
    /// </summary>
    public static string JsonOf(ResultFile results)
    {
        var file = new JsonObject();
        foreach (var scenario in results.Scenarios)
        {
            var bounds = new JsonObject();
            if (scenario.RatioTitle == Comparison.OfProduct.Title)
            {
                foreach (var (side, ratio) in scenario.Ratios)
                    bounds[side] = Rounded(ratio.Median * OfReached);
            }

            foreach (var figure in scenario.Figures.Where(f => f.IsHeld))
                bounds[figure.Name] = new JsonObject { [AtMost] = Rounded(figure.Value / OfReached) };
            if (bounds.Count > 0)
                file[scenario.Name] = bounds;
        }

        return file.ToJsonString(Options) + "\n";
    }

    /// <summary>A sentence for each bound of the scenario that is missed, or which nothing was measured for.</summary>
    public IReadOnlyList<string> MissedBy(ScenarioRow scenario) => _bounds.TryGetValue(scenario.Name, out var bounds)
        ? [.. bounds.Select(b => Missed(scenario, b.Key, b.Value)).OfType<string>()]
        : [];

    private static string? Missed(ScenarioRow scenario, string name, Goal bound)
    {
        double? reached = scenario.Ratios.TryGetValue(name, out var ratio) ? ratio.Median : scenario.Figures.FirstOrDefault(f => f.Name == name)?.Value;
        if (reached is not { } value)
            return $"{scenario.Name}: nothing was measured as {name}.";
        return bound.IsReached(value)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture, $"{scenario.Name}: {name} is {value:0.###}, {(bound.IsMost ? "over" : "under")} its bound of {bound.Value:0.###}.");
    }

    private static Goal BoundOf(string name, JsonElement bound) => bound.ValueKind switch
    {
        JsonValueKind.Number => new Goal(bound.GetDouble()),
        JsonValueKind.Object when bound.TryGetProperty(AtMost, out var most) && most.ValueKind == JsonValueKind.Number => new Goal(most.GetDouble(), IsMost: true),
        _ => throw new JsonException($"The bound of {name} is neither a number nor {{ \"{AtMost}\": number }}."),
    };

    private static double Rounded(double value) => double.Round(value, value < 10 ? 2 : 0);
}
