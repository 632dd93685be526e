using System.Diagnostics;

namespace UsageCluster.Soak.Runs;

/// <summary>The time since the load began. The load is a schedule of real time: here, and only here, something waits for it to pass.</summary>
internal sealed class RunClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    public static async Task PauseAsync(TimeSpan span)
    {
        if (span <= TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(span < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : span);
        await timer.WaitForNextTickAsync();
    }
}
