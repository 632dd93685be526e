namespace UsageCluster.Gateway.Hosting;

/// <summary>How long the steps of a server's life take.</summary>
public sealed record HostTimes
{
    /// <summary><see cref="DrainDelay"/> unless told otherwise.</summary>
    public static readonly TimeSpan DrainDelayDefault = TimeSpan.FromMilliseconds(500);

    /// <summary><see cref="WarmUpTimeout"/> unless told otherwise.</summary>
    public static readonly TimeSpan WarmUpTimeoutDefault = TimeSpan.FromSeconds(1);

    /// <summary>How long the server says that it is not ready before it takes no more requests, so that balancers notice.</summary>
    public TimeSpan DrainDelay { get; init; } = DrainDelayDefault;

    /// <summary>How long stopping may take, requests in flight included, before what is left is dropped.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests in flight may take of it, before their connections are cut.</summary>
    public TimeSpan RequestsTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long readiness waits, once everything else has started, until the code of a first request is compiled.</summary>
    public TimeSpan WarmUpTimeout { get; init; } = WarmUpTimeoutDefault;

    /// <summary>How often a store that others may write to is asked what they changed.</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromMilliseconds(250);
}
