using System.CommandLine;
using UsageCluster.Simulation.Runs;

namespace UsageCluster.Simulation;

/// <summary>The command line of scripts/simulate. The test runner does not start here.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        var seeds = new Option<int>("--seeds") { Description = "How many seeds to run.", DefaultValueFactory = _ => 1_000 };
        var from = new Option<ulong>("--from") { Description = "The first of them.", DefaultValueFactory = _ => 1 };
        var steps = new Option<int>("--steps") { Description = "Steps of a run, until its faults end.", DefaultValueFactory = _ => 2_000 };
        var every = new Option<int>("--every") { Description = "Only every so many-th of the seeds.", DefaultValueFactory = _ => 1 };
        var hashes = new Option<bool>("--hashes") { Description = "Prints each seed with the hash of its trace, and nothing else." };
        var seed = new Option<ulong?>("--seed") { Description = "Runs this one." };
        var verbose = new Option<bool>("--verbose") { Description = "With --seed: prints everything that happens." };
        var acts = new Option<string?>("--acts") { Description = "With --seed: only these acts of its schedule, by number, with commas." };
        var canaries = new Option<bool>("--canaries") { Description = "Says which seed catches each canary." };
        var root = new RootCommand("Runs the product's actors in a simulated cluster, with faults; see docs/simulation.md.")
        {
            seeds, from, steps, every, hashes, seed, verbose, acts, canaries,
        };
        root.SetAction(line => line.GetValue(canaries)
            ? Commands.RunCanaries(line.GetValue(from), line.GetValue(steps))
            : line.GetValue(seed) is { } one
            ? Commands.Replay(one, line.GetValue(steps), line.GetValue(verbose), line.GetValue(acts))
            : Commands.RunMany(line.GetValue(from), line.GetValue(seeds), line.GetValue(every), line.GetValue(steps), line.GetValue(hashes)));
        return root.Parse(args).Invoke();
    }
}
