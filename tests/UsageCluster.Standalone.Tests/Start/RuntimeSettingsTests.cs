using System.Text.Json.Nodes;

namespace UsageCluster.Standalone.Tests.Start;

public class RuntimeSettingsTests
{
    private static readonly JsonNode Settings = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "UsageCluster.Standalone.runtimeconfig.json")))!["runtimeOptions"]!["configProperties"]!;

    [Fact]
    public void Young_objects_are_collected_by_a_fixed_and_small_budget()
    {
        Assert.True((bool)Settings["System.GC.Server"]!);
        Assert.Equal(0, (int)Settings["System.GC.DynamicAdaptationMode"]!);
        Assert.Equal(8_000_000, (int)Settings["System.GC.Gen0MaxBudget"]!);
    }

    [Fact]
    public void A_build_of_the_tree_compiles_quickly_first() => Assert.Null(Settings["System.Runtime.TieredCompilation.QuickJit"]);
}
