using System.Diagnostics;

namespace UsageCluster.Orleans.Tests.Support;

/// <summary>Waits for a condition of real processes by asking again and again.</summary>
internal static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns how long it took until the condition held; a limit that passes fails the test.</summary>
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(Between);
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Not within {limit.TotalSeconds} s: {otherwise()}");
            await pace.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
