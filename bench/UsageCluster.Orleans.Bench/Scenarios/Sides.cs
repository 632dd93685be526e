using UsageCluster.Bench.Harness;

namespace UsageCluster.Orleans.Bench.Scenarios;

/// <summary>The sides that every scenario compares.</summary>
internal static class Sides
{
    public const string Standalone = "standalone";

    /// <summary>A cluster with the standalone host: what of its speed is left.</summary>
    public static readonly Comparison Comparison = new(Standalone, "it over standalone", IsBaseOver: false);
}
