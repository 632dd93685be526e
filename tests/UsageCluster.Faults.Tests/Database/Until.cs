using System.Diagnostics;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>Waits for a condition of real processes by asking again and again.</summary>
internal static class Until
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns once the condition holds; after a while without, the test fails.</summary>
    public static Task HoldsAsync(Func<bool> condition, Func<string> otherwise) => HoldsAsync(() => Task.FromResult(condition()), otherwise);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, Func{string})"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(Between);
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < ServerProcess.Timeout, otherwise());
            await pace.WaitForNextTickAsync();
        }
    }
}
