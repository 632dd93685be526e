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

    [Fact]
    public void A_schedule_that_breaks_something_shrinks_to_the_few_acts_that_it_takes()
    {
        var canary = Canary.All.Single(c => c.Name == "takeover-without-wait");
        var caught = Swarm.FirstFailure(canary.Make, 1, Seeds, Steps)!;

        var shrunk = Shrinker.Shrink(caught, canary.Make);

        output.WriteLine(FailureReport.Of(caught, canary.Make));
        Assert.Equal(caught.Violation!.Rule, shrunk.Violation?.Rule);
        Assert.InRange(shrunk.Schedule.Acts.Count, 1, 10);
        Assert.Equal(shrunk.TraceHash, Runs.Simulation.Run(shrunk.Schedule, canary.Make()).TraceHash);
    }
}
