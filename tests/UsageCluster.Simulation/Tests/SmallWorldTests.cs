using UsageCluster.Simulation.Canaries;
using UsageCluster.Simulation.Checks;
using UsageCluster.Simulation.SmallWorlds;
using Xunit.Abstractions;

namespace UsageCluster.Simulation.Tests;

public sealed class SmallWorldTests(ITestOutputHelper output)
{
    [Fact]
    public void Two_activations_with_three_events_a_crash_and_a_retry_come_to_the_same_ledger_in_every_order()
    {
        var (violation, worlds) = Walk(() => new InMemoryLedger());

        Assert.Null(violation);
        Assert.True(worlds > 1_000, $"Only {worlds} worlds: choices are missing.");
    }

    [Fact]
    public void A_ledger_that_takes_an_event_again_is_caught_in_some_order() => Assert.Equal("I1", Walk(() => new DedupeDropped()).Violation?.Rule);

    [Fact]
    public void A_ledger_that_lets_any_owner_append_is_caught_in_some_order() => Assert.NotNull(Walk(() => new FencingDropped()).Violation);

    private (Violation? Violation, int Worlds) Walk(Func<InMemoryLedger> makeStore)
    {
        var (choices, seen) = (new Choices(), new HashSet<string>(StringComparer.Ordinal));
        var worlds = 0;
        do
        {
            var world = new SmallWorld(choices, seen, makeStore());
            worlds++;
            if (world.Run() is not { } violation)
                continue;
            output.WriteLine($"World {worlds}: {violation}\n{string.Join("\n", world.Happened)}");
            return (violation, worlds);
        }
        while (choices.NextPath());

        output.WriteLine($"{worlds} worlds, {seen.Count} states.");
        return (null, worlds);
    }
}
