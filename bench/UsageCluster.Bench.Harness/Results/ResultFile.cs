using System.Text.Json;

namespace UsageCluster.Bench.Harness.Results;

/// <summary>
/// The results of a run for programs: <c>{ "scenarios": [ { "name", "product": { "perSecond", "p50Ms", "p99Ms" }, "ratios": { … } } ] }</c>, with more beside.
/// Tables and charts are made of it.
/// </summary>
public sealed record ResultFile(MachineFacts Machine, RunFacts Run, IReadOnlyList<ScenarioRow> Scenarios)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Throws <see cref="JsonException"/> for what is no result file.</summary>
    public static ResultFile Parse(string json) =>
        JsonSerializer.Deserialize<ResultFile>(json, Options) is { Scenarios: not null, Machine: not null, Run: not null } file
            ? file
            : throw new JsonException("Not a result file.");
}
