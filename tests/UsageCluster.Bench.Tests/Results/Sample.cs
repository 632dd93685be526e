using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Tests.Results;

/// <summary>Results as a run makes them.</summary>
internal static class Sample
{
    public static readonly ResultFile File = new(
        new MachineFacts(2, "A processor", 24, "An <OS>", ".NET", 0.1),
        new RunFacts(false, 3, 8, 1_000_000),
        [
            ScenarioRow.Of(
                new ScenarioResult(
                    "read-company",
                    new Dictionary<string, Measurement> { ["product"] = new(46_000, 1.3, 3.3, 42), ["limit"] = new(54_000, 1.1, 2.6, 36), ["sql"] = new(104, 597, 745) },
                    new Dictionary<string, Ratio> { ["limit"] = new(0.74, 0.83, 0.85), ["sql"] = new(381, 455, 558) },
                    ["a note"],
                    Comparison.OfProduct)
                {
                    Figures = [new Figure("errors", 3, "") { IsHeld = true }, new Figure("wait", 5, "ms")],
                    Growth =
                    [
                        new GrowthLine("read-company", "events", [new GrowthPoint(10_000, 1.2, 3), new GrowthPoint(10_000_000, 1.4, 4)]),
                        new GrowthLine("read-ats", "companies", [new GrowthPoint(10, 0.2, 0.9), new GrowthPoint(50_000, 70, 90)]),
                    ],
                },
                new Dictionary<string, Goal> { ["limit"] = new(0.7), ["sql"] = new(500), ["errors"] = new(0, IsMost: true) }),
        ]);
}
