using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Runs;

/// <summary>Drops acts from a schedule that breaks a rule, for as long as the rule is still broken: first half of them, then fewer at a time.</summary>
internal static class Shrinker
{
    private const int RunsMax = 600;

    /// <summary>The run of the smallest schedule found that breaks the same rule.</summary>
    public static RunResult Shrink(RunResult failed, Func<Product> make)
    {
        var (best, runs) = (failed, 0);
        for (var size = Math.Max(1, best.Schedule.Acts.Count / 2); size >= 1 && runs < RunsMax;)
        {
            var dropped = false;
            for (var start = 0; start < best.Schedule.Acts.Count && runs < RunsMax;)
            {
                var acts = best.Schedule.Acts;
                var run = Simulation.Run(best.Schedule with { Acts = [.. acts.Take(start), .. acts.Skip(start + size)] }, make());
                runs++;
                if (run.Violation?.Rule == failed.Violation?.Rule)
                    (best, dropped) = (run, true);
                else
                    start += size;
            }

            if (size > 1)
                size /= 2;
            else if (!dropped)
                break;
        }

        return best;
    }
}
