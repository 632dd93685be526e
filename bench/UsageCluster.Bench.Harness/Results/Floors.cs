using System.Globalization;
using System.Text.Json;

namespace UsageCluster.Bench.Harness.Results;

/// <summary>
/// What the ratios of each scenario must not fall below, by scenario and side: <c>{ "read-ats": { "limit": 0.35 } }</c>. A figure that is to be small is
/// named in the same way, with what it must not exceed. Times are no ratios: they are the machine's.
/// </summary>
public sealed class Floors
{
    private const double OfReached = 2.0 / 3;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    private readonly Dictionary<string, Dictionary<string, double>> _bounds;

    private Floors(Dictionary<string, Dictionary<string, double>> bounds) => _bounds = bounds;

    /// <summary>Throws <see cref="JsonException"/> for what is no such file, or names a scenario that is not there.</summary>
    public static Floors Parse(string json, IEnumerable<string> scenarios)
    {
        var bounds = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(json) ?? throw new JsonException("No floors.");
        var unknown = bounds.Keys.Except(scenarios).ToArray();
        return unknown.Length == 0 ? new Floors(bounds) : throw new JsonException($"There is no scenario {string.Join(", ", unknown)}.");
    }

    /// <summary>The scenarios that have a bound.</summary>
    public IEnumerable<string> Scenarios => _bounds.Keys;

    /// <summary>Floors at two thirds of the ratios that a run reached against rivals, as such a file.</summary>
    public static string JsonOf(ResultFile results) => JsonSerializer.Serialize(
        results.Scenarios.Where(s => s.RatioTitle == Comparison.OfProduct.Title && s.Ratios.Count > 0).ToDictionary(
            s => s.Name, s => s.Ratios.ToDictionary(r => r.Key, r => double.Round(r.Value.Median * OfReached, r.Value.Median < 10 ? 2 : 0))),
        Options) + "\n";

    /// <summary>A line for each bound of the scenarios that ran which is missed, or which nothing was measured for.</summary>
    public IReadOnlyList<string> MissedBy(ResultFile results) =>
        [.. results.Scenarios.Where(s => _bounds.ContainsKey(s.Name)).SelectMany(s => _bounds[s.Name].Select(b => Missed(s, b.Key, b.Value)).OfType<string>())];

    private static string? Missed(ScenarioRow scenario, string name, double bound)
    {
        var isMost = scenario.Goals.TryGetValue(name, out var goal) && goal.IsMost;
        double? reached = scenario.Ratios.TryGetValue(name, out var ratio) ? ratio.Median : scenario.Figures.FirstOrDefault(f => f.Name == name)?.Value;
        return reached switch
        {
            null => $"{scenario.Name}: nothing was measured as {name}.",
            { } value when (isMost ? value > bound : value < bound) => string.Create(
                CultureInfo.InvariantCulture, $"{scenario.Name}: {name} is {value:0.###}, {(isMost ? "over" : "under")} its bound of {bound:0.###}."),
            _ => null,
        };
    }
}
