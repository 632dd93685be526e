using UsageCluster.Core.Time;

namespace UsageCluster.Core.Events;

/// <summary>What the interview runtime reports: one use by one company. Normalised: defaults filled, instants in UTC.</summary>
public sealed record UsageEvent
{
    /// <summary>The cost key of an event that names none.</summary>
    public const string DefaultCostKey = "interview_minutes";

    /// <summary>1 to 256 printable characters; unique for ever within the company (domain rule 8).</summary>
    public required string EventId { get; init; }

    /// <summary>The company that is billed.</summary>
    public required string CompanyId { get; init; }

    /// <summary>When the use took place, to 100 ns.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>Whether the report carried no instant, so that <see cref="OccurredAt"/> is the time of receipt.</summary>
    public bool OccurredAtAssumed { get; init; }

    /// <summary>Whole milliseconds, 0 to <see cref="EventLimits.DurationMsMax"/>.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The category that the use is booked under.</summary>
    public string CostKey { get; init; } = DefaultCostKey;

    /// <summary>The product that was used, if any.</summary>
    public string? AgentFocus { get; init; }

    /// <summary>The interview that the use belongs to, if any; 1 to 256 printable characters.</summary>
    public string? InterviewId { get; init; }

    /// <summary>Which way the interaction went, if known.</summary>
    public Direction? Direction { get; init; }

    /// <summary>How the interaction ended, if known.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>A test interview: kept and marked, in no figure (domain rule 7).</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// Whether the other event is the same report (domain rule 8): equal content after normalisation;
    /// an instant that was absent on either side matches any.
    /// </summary>
    public bool SameReportAs(UsageEvent other) =>
        EventId == other.EventId
        && CompanyId == other.CompanyId
        && (OccurredAtAssumed || other.OccurredAtAssumed || OccurredAt == other.OccurredAt)
        && DurationMs == other.DurationMs
        && CostKey == other.CostKey
        && AgentFocus == other.AgentFocus
        && InterviewId == other.InterviewId
        && Direction == other.Direction
        && Resolution == other.Resolution
        && IsTest == other.IsTest;
}
