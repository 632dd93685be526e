using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench;

/// <summary>What each scenario reaches for: medians of ratios by side, and figures by name.</summary>
internal static class Goals
{
    private static readonly Dictionary<string, Dictionary<string, Goal>> All = new()
    {
        ["read-company"] = new() { ["limit"] = new(0.7), ["sql"] = new(200), ["rollup"] = new(30) },
        ["read-ats"] = new() { ["limit"] = new(0.3), ["sql"] = new(100), ["rollup"] = new(50) },
        ["record"] = new() { ["limit"] = new(0.7), ["limit500"] = new(0.5), ["sql"] = new(5) },
        ["record-hot"] = new() { ["limit"] = new(0.8) },
        ["record-http"] = new() { ["limit"] = new(0.6) },
        ["mixed"] = new() { ["p99OverP50"] = new(10, IsMost: true), ["errors"] = new(0, IsMost: true) },
        ["activate"] = new() { ["sql"] = new(20) },
        ["growth"] = new() { ["companyFlatness"] = new(1.5, IsMost: true), ["atsLinearity"] = new(1.5, IsMost: true) },
        ["memory"] = new() { ["bytesPerIdleCompany"] = new(2_048, IsMost: true), ["bytesPerEvent"] = new(24, IsMost: true) },
        ["hot-company"] = new()
        {
            ["recordP99AtHalf"] = new(1.5, IsMost: true),
            ["recordP99NearMaximum"] = new(1.5, IsMost: true),
            ["readP99AtHalf"] = new(1.5, IsMost: true),
            ["readP99NearMaximum"] = new(1.5, IsMost: true),
        },
        ["big-ats"] = new() { ["peakMiB"] = new(64, IsMost: true), ["p50OverLinear"] = new(1.5, IsMost: true) },
        ["start"] = new() { ["emptyMs"] = new(1_000, IsMost: true), ["filledMs"] = new(2_000, IsMost: true) },
    };

    public static IReadOnlyDictionary<string, Goal> Of(string scenario) => All.GetValueOrDefault(scenario) ?? [];
}
