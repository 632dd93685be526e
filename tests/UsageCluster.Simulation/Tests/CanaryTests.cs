using UsageCluster.Simulation.Canaries;
using UsageCluster.Simulation.Runs;
using Xunit.Abstractions;

namespace UsageCluster.Simulation.Tests;

public sealed class CanaryTests(ITestOutputHelper output)
{
    private const int Seeds = Commands.CanarySeeds;
    private const int Steps = 2_000;

    public static TheoryData<string> Names => [.. Canary.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_product_that_is_wrong_is_caught(string name)
    {
        var canary = Canary.All.Single(c => c.Name == name);

        var caught = Swarm.FirstFailure(canary.Make, 1, Seeds, Steps);

        Assert.True(caught is not null, $"{canary.Name} survives {Seeds} seeds: {canary.What}.");
        output.WriteLine($"seed {caught.Schedule.Seed}: {caught.Violation}");
    }
}
