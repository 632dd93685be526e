using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Load;

/// <summary>
/// Sends by a schedule, whatever became of the calls before: a server that stands still has all the calls of that time waiting, and their latency counts
/// from when each was due.
/// </summary>
internal sealed class OpenLoop(double rate, RunClock clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    private readonly List<Task> _calls = [];
    private int _factor = 1;

    /// <summary>How many times the rate it sends at now.</summary>
    public int Factor
    {
        set => Volatile.Write(ref _factor, value);
    }

    /// <summary>Sends until the end; returns what is still under way.</summary>
    public async Task<IReadOnlyList<Task>> RunAsync(TimeSpan end, Func<TimeSpan, Task> send, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick);
        var due = clock.Now;
        while (clock.Now < end && await timer.WaitForNextTickAsync(cancellationToken))
        {
            for (; due <= clock.Now; due += TimeSpan.FromSeconds(1 / (rate * Volatile.Read(ref _factor))))
                _calls.Add(send(due));
            if (_calls.Count > 1_000)
            {
                await Task.WhenAll(_calls.Where(c => c.IsCompleted));
                _calls.RemoveAll(c => c.IsCompleted);
            }
        }

        return _calls;
    }
}
