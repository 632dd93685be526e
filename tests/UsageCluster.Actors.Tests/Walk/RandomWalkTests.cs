using Xunit.Abstractions;

namespace UsageCluster.Actors.Tests.Walk;

public sealed class RandomWalkTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    [Fact]
    public void Whatever_fails_every_answer_is_true_and_every_event_is_booked_once()
    {
        long booked = 0, given = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var walk = new RandomWalk(seed);
            var failure = Record.Exception(walk.Run);
            Assert.True(failure is null, $"Seed {seed}: {failure}");
            booked += walk.Company.Events.Count;
            given += walk.Node.Logger.EventIds.Count(id => id is 106 or 107 or 108);
        }

        output.WriteLine($"{booked} events booked in spite of {given} faults.");
        Assert.True(booked > 20 * Seeds && given > 5 * Seeds, "The walk meets too few events or faults to prove anything.");
    }

    [Fact]
    public void The_same_seed_walks_the_same_way()
    {
        for (var seed = 1_001; seed <= 1_010; seed++)
        {
            var (first, second) = (new RandomWalk(seed), new RandomWalk(seed));
            first.Run();
            second.Run();

            Assert.Equal(first.Node.Loop.Steps, second.Node.Loop.Steps);
            Assert.Equal(first.Company.Hash, second.Company.Hash);
            Assert.Equal(first.Node.Logger.EventIds, second.Node.Logger.EventIds);
        }
    }
}
