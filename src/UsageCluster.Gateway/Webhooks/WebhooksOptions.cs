namespace UsageCluster.Gateway.Webhooks;

/// <summary>How events are sent to webhooks; the section <c>Webhooks</c> of the configuration.</summary>
public sealed class WebhooksOptions
{
    /// <summary>Whether a target may lie in a private network, or on this machine.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Whether a target may be reached without TLS.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>How long an attempt may take, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>The attempts of a process at the same time; as many again to targets whose last attempt failed.</summary>
    public int ParallelMax { get; set; } = 32;

    /// <summary>Of those, the ones to a single target.</summary>
    public int PerTargetMax { get; set; } = 4;

    /// <summary>How often a process looks for what is due, in milliseconds.</summary>
    public int PollMs { get; set; } = 1_000;

    /// <summary>How long deliveries are kept that have come to an end, in days.</summary>
    public int RetentionDays { get; set; } = 30;

    /// <summary>Throws <see cref="ArgumentException"/> if a value is out of its range.</summary>
    public void Validate()
    {
        GatewayOptions.Require(TimeoutSeconds, 1, 60, nameof(TimeoutSeconds));
        GatewayOptions.Require(ParallelMax, 1, 1_000, nameof(ParallelMax));
        GatewayOptions.Require(PerTargetMax, 1, ParallelMax, nameof(PerTargetMax));
        GatewayOptions.Require(PollMs, 50, 60_000, nameof(PollMs));
        GatewayOptions.Require(RetentionDays, 1, 3_650, nameof(RetentionDays));
    }
}
