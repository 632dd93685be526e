namespace UsageCluster.Gateway.Ingest;

/// <summary>A member of an event's JSON that is read; every other one is ignored.</summary>
internal sealed class EventMember(string name, string rule)
{
    public static readonly EventMember EventId = new("eventId", "must be a string of 1 to 256 printable characters");
    public static readonly EventMember CompanyId = new("companyId", "must be a string of 1 to 64 of A-Z a-z 0-9 . _ -");
    public static readonly EventMember OccurredAt = new("occurredAt", "must be an instant from 1970 to 9999, as 2024-01-31T09:00:00Z");
    public static readonly EventMember DurationSeconds =
        new("durationSeconds", "must be a JSON number from 0 to 604800 with at most 3 fraction digits");
    public static readonly EventMember CostKey = new("costKey", "must be a string of 1 to 64 of A-Z a-z 0-9 . _ -");
    public static readonly EventMember AgentFocus = new("agentFocus", "must be a string of 1 to 64 of A-Z a-z 0-9 . _ -");
    public static readonly EventMember InterviewId = new("interviewId", "must be a string of 1 to 256 printable characters");
    public static readonly EventMember Direction = new("direction", "must be INBOUND, OUTBOUND or OTHER");
    public static readonly EventMember Resolution =
        new("resolution", "must be ABANDONED, ANSWERED, MACHINE, MISSED, VOICEMAIL or OTHER");
    public static readonly EventMember IsTest = new("isTest", "must be true or false");

    /// <summary>The members of an event.</summary>
    public static readonly EventMember[] OfEvent =
        [EventId, CompanyId, OccurredAt, DurationSeconds, CostKey, AgentFocus, InterviewId, Direction, Resolution, IsTest];

    /// <summary>Their names.</summary>
    public static readonly KnownNames NamesOfEvent = new([.. OfEvent.Select(m => m.Name)]);

    /// <summary>Those that a CloudEvent has in its data; the others are attributes of the envelope.</summary>
    public static readonly EventMember[] OfCloudEventData =
        [DurationSeconds, CostKey, AgentFocus, InterviewId, Direction, Resolution, IsTest];

    /// <summary>Their names.</summary>
    public static readonly KnownNames NamesOfCloudEventData = new([.. OfCloudEventData.Select(m => m.Name)]);

    /// <summary>The name in an event's JSON.</summary>
    public string Name { get; } = name;

    /// <summary>The name as a path into a CloudEvent.</summary>
    public string NameInData { get; } = "data." + name;

    /// <summary>What a value must be, for people.</summary>
    public string Rule { get; } = rule;
}
