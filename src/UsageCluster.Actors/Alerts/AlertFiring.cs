using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Alerts;

/// <summary>An alert that has come to fire.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Period">The period.</param>
/// <param name="Threshold">The threshold that was reached.</param>
/// <param name="FiredAt">When that was seen.</param>
/// <param name="EventId">The id of the event that tells it.</param>
/// <param name="EventType">The event's type.</param>
/// <param name="Body">The event as webhooks are sent it, byte for byte.</param>
public sealed record AlertFiring(
    string AlertId, CalendarMonth Period, AlertThreshold Threshold, Instant FiredAt, string EventId, string EventType, string Body);
