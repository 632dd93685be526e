namespace UsageCluster.Gateway.Alerts;

/// <summary>How alerts are looked at; the section <c>Alerts</c> of the configuration.</summary>
public sealed class AlertsOptions
{
    /// <summary>How often, in seconds.</summary>
    public int Interval { get; set; } = 1;

    /// <summary>The companies and ATSs whose figures are read at the same time.</summary>
    public int ParallelMax { get; set; } = 16;

    /// <summary>The alerts of one page of a look.</summary>
    public int PageMax { get; set; } = 500;

    /// <summary>Throws <see cref="ArgumentException"/> if a value is out of its range.</summary>
    public void Validate()
    {
        GatewayOptions.Require(Interval, 1, 3_600, nameof(Interval));
        GatewayOptions.Require(ParallelMax, 1, 1_000, nameof(ParallelMax));
        GatewayOptions.Require(PageMax, 2, 100_000, nameof(PageMax));
    }
}
