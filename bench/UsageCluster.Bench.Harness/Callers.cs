using System.Diagnostics;

namespace UsageCluster.Bench.Harness;

/// <summary>Calls one operation over and over from many callers, each waiting for its answer before the next.</summary>
public static class Callers
{
    /// <param name="callers">How many wait at the same time.</param>
    /// <param name="operation">Gets the caller's number; returns how many rows it made durable.</param>
    /// <param name="duration">After this no new call begins.</param>
    public static async Task<Measurement> RunAsync(int callers, Func<int, ValueTask<int>> operation, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var deadline = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var loops = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => LoopAsync(caller, operation, deadline))));
        var measured = Measurement.Of([.. loops.Select(l => l.Latencies)], watch.Elapsed);
        return measured with { PerSecond = loops.Sum(l => l.Rows) / watch.Elapsed.TotalSeconds };
    }

    /// <summary>One caller that calls so many times.</summary>
    public static async Task<Measurement> RunCountAsync(int count, Func<Task> operation)
    {
        var watch = Stopwatch.StartNew();
        var latencies = new List<long>(count);
        for (var i = 0; i < count; i++)
        {
            var before = Stopwatch.GetTimestamp();
            await operation();
            latencies.Add(Stopwatch.GetTimestamp() - before);
        }

        return Measurement.Of([latencies], watch.Elapsed);
    }

    private static async Task<(List<long> Latencies, long Rows)> LoopAsync(int caller, Func<int, ValueTask<int>> operation, long deadline)
    {
        var latencies = new List<long>(1024);
        var rows = 0L;
        for (var now = Stopwatch.GetTimestamp(); now < deadline;)
        {
            rows += await operation(caller);
            var then = now;
            now = Stopwatch.GetTimestamp();
            latencies.Add(now - then);
        }

        return (latencies, rows);
    }
}
