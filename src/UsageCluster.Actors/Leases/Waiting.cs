namespace UsageCluster.Actors.Leases;

/// <summary>Waits that others can cut short.</summary>
internal static class Waiting
{
    /// <summary>
    /// Completes after the delay, or when one of the tokens is cancelled; does not throw. The caller goes on on its own turn, never on the thread
    /// that cancels.
    /// </summary>
    public static async Task ForAsync(TimeSpan delay, TimeProvider time, params CancellationToken[] cutShortBy)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registrations = new CancellationTokenRegistration[cutShortBy.Length];
        using var timer = time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(), over, delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < registrations.Length; i++)
            registrations[i] = cutShortBy[i].UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        await over.Task;
        foreach (var registration in registrations)
            registration.Unregister();
    }
}
