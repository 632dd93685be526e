using System.Diagnostics;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>
/// Begins calls at a given rate, whatever becomes of those before, and tells the latencies of each kind apart. Each is taken from the moment that its
/// call was due.
/// </summary>
public static class PacedCalls
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <param name="kinds">How many kinds of calls there are.</param>
    /// <param name="kindOf">The kind of a call, by its number from 0.</param>
    /// <param name="call">A call; one that fails ends the run.</param>
    /// <param name="perSecond">Calls a second.</param>
    /// <param name="duration">After this none begins.</param>
    public static async Task<Measurement[]> RunAsync(int kinds, Func<long, int> kindOf, Func<long, Task> call, double perSecond, TimeSpan duration)
    {
        var calls = new Task<long>[(long)(perSecond * duration.TotalSeconds)];
        var watch = Stopwatch.StartNew();
        for (var number = 0L; number < calls.LongLength; await Task.Delay(Tick))
        {
            for (; number < calls.LongLength && number < watch.Elapsed.TotalSeconds * perSecond; number++)
                calls[number] = TimeAsync(call, number, TimeSpan.FromSeconds(number / perSecond), watch);
        }

        var latencies = await Task.WhenAll(calls);
        var byKind = Enumerable.Range(0, kinds).Select(_ => new List<long>()).ToArray();
        for (var number = 0L; number < latencies.LongLength; number++)
            byKind[kindOf(number)].Add(latencies[number]);
        return [.. byKind.Select(kind => Measurement.Of([kind], watch.Elapsed))];
    }

    private static async Task<long> TimeAsync(Func<long, Task> call, long number, TimeSpan due, Stopwatch watch)
    {
        await call(number).ConfigureAwait(false);
        return (long)((watch.Elapsed - due).TotalSeconds * Stopwatch.Frequency);
    }
}
