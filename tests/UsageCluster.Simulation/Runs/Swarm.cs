using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Runs;

/// <summary>Many seeds, each a run of its own on one thread, as many at a time as there are processors.</summary>
internal static class Swarm
{
    /// <summary>The runs, in the order of the seeds.</summary>
    public static IReadOnlyList<RunResult> Run(IReadOnlyList<ulong> seeds, int steps)
    {
        var results = new RunResult[seeds.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, results.Length, parallel, i => results[i] = Simulation.Run(Schedule.Of(seeds[i], steps)));
        return results;
    }

    /// <summary>The first run that finds something wrong with a product, of so many seeds; null: none does.</summary>
    public static RunResult? FirstFailure(Func<Product> make, ulong from, int seeds, int steps)
    {
        for (var seed = from; seed < from + (ulong)seeds; seed++)
        {
            var run = Simulation.Run(Schedule.Of(seed, steps), make());
            if (run.Violation is not null)
                return run;
        }

        return null;
    }

    public static IReadOnlyList<ulong> Seeds(ulong from, int count) => [.. Enumerable.Range(0, count).Select(i => from + (ulong)i)];
}
