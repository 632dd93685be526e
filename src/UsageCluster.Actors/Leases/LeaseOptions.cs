namespace UsageCluster.Actors.Leases;

/// <summary>How long a node counts on its lease, and how it keeps it.</summary>
public sealed record LeaseOptions
{
    /// <summary>
    /// How long a lease lasts from the beginning of the call that took or renewed it, 1 to 60 s. What others wait for when the node is gone. The same
    /// on all nodes of a store.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How much longer the store takes it to last: more than its clock and the node's may differ over one lease.</summary>
    public TimeSpan Margin => Duration / 10;

    /// <summary>How long the store takes it to last.</summary>
    public TimeSpan StoreDuration => Duration + Margin;

    /// <summary>How often it is renewed.</summary>
    public TimeSpan RenewEvery => Duration / 3;

    /// <summary>The wait before a renewal, or an attempt to take a lease, that failed is tried again.</summary>
    public TimeSpan RetryEvery => Duration / 15;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a value outside its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Duration, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Duration, TimeSpan.FromSeconds(60));
    }
}
