namespace UsageCluster.Grains.Recording;

/// <summary>The bounds of a recorder. Checked at start.</summary>
public sealed class UsageRecorderOptions
{
    /// <summary>The configuration section that <see cref="UsageRecorderExtensions"/> binds.</summary>
    public const string Section = "UsageRecorder";

    /// <summary>Events that may wait or be on their way; further calls wait for room. 1 to 1,000,000.</summary>
    public int BufferedEventsMax { get; set; } = 10_000;

    /// <summary>Events of one company that one call sends. 1 to 5,000.</summary>
    public int BatchEventsMax { get; set; } = 500;

    /// <summary>Companies whose batches are on their way at a time, one batch each. 1 to 10,000.</summary>
    public int CompaniesInParallelMax { get; set; } = 256;

    /// <summary>The longest wait before the first retry; each further one doubles it. 1 ms to <see cref="RetryDelayMax"/>.</summary>
    public TimeSpan RetryDelayMin { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before any retry. Up to 5 min.</summary>
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long an attempt that was not answered, as by a silo that is gone, is made again; what comes of the first one counts once all
    /// the same. 100 ms to 5 min, or <see cref="Timeout.InfiniteTimeSpan"/>: the cluster's own time-out of 30 s.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long no further retry is made and the caller is told; at least 1 ms. Null: retries end with the caller's cancellation
    /// alone. An attempt that is on its way is waited for.
    /// </summary>
    public TimeSpan? GiveUpAfter { get; set; }

    /// <summary>How long stopping waits for what is buffered; to be less than the host's shutdown time-out. 0 to 1 h.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        Require(BufferedEventsMax, 1, 1_000_000, nameof(BufferedEventsMax));
        Require(BatchEventsMax, 1, 5_000, nameof(BatchEventsMax));
        Require(CompaniesInParallelMax, 1, 10_000, nameof(CompaniesInParallelMax));
        if (AttemptTimeout != Timeout.InfiniteTimeSpan)
            Require(AttemptTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), nameof(AttemptTimeout));
        Require(RetryDelayMax, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5), nameof(RetryDelayMax));
        Require(RetryDelayMin, TimeSpan.FromMilliseconds(1), RetryDelayMax, nameof(RetryDelayMin));
        Require(GiveUpAfter ?? TimeSpan.MaxValue, TimeSpan.FromMilliseconds(1), TimeSpan.MaxValue, nameof(GiveUpAfter));
        Require(StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(StopTimeout));
    }

    private static void Require<T>(T value, T min, T max, string name) where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {min} to {max}.");
    }
}
