using UsageCluster.Core.Events;

namespace UsageCluster.TestKit.Audit;

/// <summary>An event that was sent, once or more often.</summary>
/// <param name="report">The event.</param>
public sealed class SentEvent(UsageEvent report)
{
    private volatile bool _acknowledged;

    /// <summary>The event as sent.</summary>
    public UsageEvent Event { get; } = report;

    /// <summary>Whether a sender was told that it is booked.</summary>
    public bool IsAcknowledged => _acknowledged;

    /// <summary>A sender was told.</summary>
    public void Acknowledge() => _acknowledged = true;
}
