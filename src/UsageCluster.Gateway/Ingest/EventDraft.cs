using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Ingest;

/// <summary>An event while its members are read. Used again for each event of a call.</summary>
internal sealed class EventDraft
{
    public string? EventId { get; set; }

    public string? CompanyId { get; set; }

    public Instant? OccurredAt { get; set; }

    public long? DurationMs { get; set; }

    public string? CostKey { get; set; }

    public string? AgentFocus { get; set; }

    public string? InterviewId { get; set; }

    public Direction? Direction { get; set; }

    public Resolution? Resolution { get; set; }

    public bool IsTest { get; set; }

    /// <summary>The first fault found.</summary>
    public EventFault? Fault { get; private set; }

    public void Fail(EventFault fault) => Fault ??= fault;

    public void Clear()
    {
        EventId = CompanyId = CostKey = AgentFocus = InterviewId = null;
        OccurredAt = null;
        DurationMs = null;
        Direction = null;
        Resolution = null;
        IsTest = false;
        Fault = null;
    }

    /// <summary>The event, or its fault; every required member has been asked for before.</summary>
    public ReceivedEvent Build(Instant receivedAt)
    {
        if (Fault is not null)
            return ReceivedEvent.Bad(Fault, EventId);
        return ReceivedEvent.Of(new UsageEvent
        {
            EventId = EventId!,
            CompanyId = CompanyId!,
            OccurredAt = OccurredAt ?? receivedAt,
            OccurredAtAssumed = OccurredAt is null,
            DurationMs = DurationMs!.Value,
            CostKey = CostKey ?? UsageEvent.DefaultCostKey,
            AgentFocus = AgentFocus,
            InterviewId = InterviewId,
            Direction = Direction,
            Resolution = Resolution,
            IsTest = IsTest,
        });
    }
}
