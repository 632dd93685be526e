using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>One event of a call: read, or at fault.</summary>
/// <param name="Event">The event; null if it is at fault.</param>
/// <param name="Fault">Why it cannot be read; null if it can.</param>
/// <param name="EventId">The event id, if at least that could be read.</param>
internal readonly record struct ReceivedEvent(UsageEvent? Event, EventFault? Fault, string? EventId)
{
    public static ReceivedEvent Of(UsageEvent report) => new(report, null, report.EventId);

    public static ReceivedEvent Bad(EventFault fault, string? eventId = null) => new(null, fault, eventId);
}
