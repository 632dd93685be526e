using System.Globalization;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>What charts write: short numbers, and what to beware of.</summary>
public static class ChartText
{
    /// <summary>Two or three digits: <c>0.83</c>, <c>4.2</c>, <c>455</c>, <c>12k</c>, <c>10M</c>.</summary>
    public static string Brief(double value) => value switch
    {
        >= 1_000_000 => Text(value / 1_000_000, "0.#") + "M",
        >= 10_000 => Text(value / 1_000, "0.#") + "k",
        >= 100 => Text(value, "N0"),
        >= 10 => Text(value, "0.#"),
        >= 1 => Text(value, "0.##"),
        _ => Text(value, "0.###"),
    };

    /// <summary>What a reader must know of a run whose figures are worth little; empty for another.</summary>
    public static string Caution(ResultFile results) =>
        results.Machine.IsShared ? "; taken beside other work" : results.Run.IsQuick ? "; a quick run" : "";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
