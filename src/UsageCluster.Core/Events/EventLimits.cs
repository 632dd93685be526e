namespace UsageCluster.Core.Events;

/// <summary>Bounds of a usage event, as the contract states them.</summary>
public static class EventLimits
{
    /// <summary>The longest duration: 604,800 s (one week).</summary>
    public const long DurationMsMax = 604_800_000;

    /// <summary>How far ahead of the server's clock an event may lie.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);
}
