using System.Diagnostics;
using System.Globalization;
using UsageCluster.Simulation.Canaries;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.Runs;

/// <summary>What the command line does; each returns the exit code: 1 if something was wrong.</summary>
internal static class Commands
{
    /// <summary>Within so many seeds each canary is to be caught.</summary>
    public const int CanarySeeds = 200;

    public static int Replay(ulong seed, int steps, bool verbose, string? acts)
    {
        var schedule = Schedule.Of(seed, steps);
        if (acts is not null)
        {
            var kept = acts.Split(',').Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToHashSet();
            schedule = schedule with { Acts = [.. schedule.Acts.Where(a => kept.Contains(a.No))] };
        }

        var run = Simulation.Run(schedule, print: verbose ? Console.WriteLine : null);
        Console.WriteLine(run.Violation is null ? $"Seed {seed}: nothing wrong." : FailureReport.Of(run));
        Console.WriteLine(Summary.Of([run], TimeSpan.Zero));
        return run.Violation is null ? 0 : 1;
    }

    public static int RunCanaries(ulong from, int steps)
    {
        var survivors = 0;
        foreach (var canary in Canary.All)
        {
            var caught = Swarm.FirstFailure(canary.Make, from, CanarySeeds, steps);
            survivors += caught is null ? 1 : 0;
            Console.WriteLine($"{canary.Name,-22} {(caught is null ? "SURVIVES" : $"seed {caught.Schedule.Seed}: {caught.Violation!.Rule}")}   ({canary.What})");
        }

        return survivors == 0 ? 0 : 1;
    }

    public static int RunMany(ulong from, int seeds, int every, int steps, bool hashes)
    {
        var watch = Stopwatch.StartNew();
        var chosen = Swarm.Seeds(from, seeds).Where((_, i) => i % every == 0).ToArray();
        var (runs, failed) = (new List<RunResult>(chosen.Length), 0);
        foreach (var part in chosen.Chunk(200))
        {
            foreach (var run in Swarm.Run(part, steps))
            {
                runs.Add(run with { LastLines = [] });
                if (hashes)
                    Console.WriteLine($"{run.Schedule.Seed} {run.TraceHash:x16}");
                else if (run.Violation is not null && failed++ < 5)
                    Console.WriteLine(FailureReport.Of(run));
            }
        }

        if (!hashes)
            Console.WriteLine(Summary.Of(runs, watch.Elapsed));
        return runs.Exists(r => r.Violation is not null) ? 1 : 0;
    }
}
