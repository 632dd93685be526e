namespace UsageCluster.Grains.Recording;

/// <summary>Waits between retries: doubled each time up to a cap, the later half of it at random, so that callers do not come back together.</summary>
/// <param name="options">The shortest and the longest wait.</param>
/// <param name="random">From 0 (included) to 1, for the jitter.</param>
internal sealed class Backoff(UsageRecorderOptions options, Func<double> random)
{
    private const int DoublingsMax = 30;

    /// <summary>The wait after so many failed attempts, from 1.</summary>
    public TimeSpan After(int attempts)
    {
        var whole = Math.Min(options.RetryDelayMax.Ticks, options.RetryDelayMin.Ticks << Math.Min(attempts - 1, DoublingsMax));
        return new TimeSpan((whole / 2) + (long)(whole / 2 * random()));
    }
}
