using System.Diagnostics;

namespace UsageCluster.Bench.Harness;

/// <summary>What one side did in one round.</summary>
/// <param name="PerSecond">Completed operations a second.</param>
/// <param name="P50Ms">Median latency.</param>
/// <param name="P99Ms">99th percentile of the latency.</param>
/// <param name="CpuMicros">Processor time of all processes of the program for one operation; 0: not known.</param>
public readonly record struct Measurement(double PerSecond, double P50Ms, double P99Ms, double CpuMicros = 0)
{
    /// <summary>Of latencies in stopwatch ticks.</summary>
    public static Measurement Of(IReadOnlyList<List<long>> latencies, TimeSpan elapsed)
    {
        var all = new long[latencies.Sum(l => l.Count)];
        var at = 0;
        foreach (var list in latencies)
        {
            list.CopyTo(all, at);
            at += list.Count;
        }

        Array.Sort(all);
        return new Measurement(all.Length / elapsed.TotalSeconds, Milliseconds(Quantiles.Of(all, 0.50)), Milliseconds(Quantiles.Of(all, 0.99)));
    }

    /// <summary>Of one operation that took so long.</summary>
    public static Measurement OfOne(TimeSpan taken) => new(1 / taken.TotalSeconds, taken.TotalMilliseconds, taken.TotalMilliseconds);

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
