using UsageCluster.Core.Events;

namespace UsageCluster.Core.Ledger;

/// <summary>A correction as it was asked for. The same id with equal content is the same correction.</summary>
public sealed record CorrectionRequest
{
    /// <summary>1 to 256 printable characters; unique for ever among the company's corrections.</summary>
    public required string CorrectionId { get; init; }

    /// <summary>The event to correct.</summary>
    public required string EventId { get; init; }

    /// <summary>What to do.</summary>
    public required CorrectionKind Kind { get; init; }

    /// <summary>Why, in the administrator's words: 1 to 200 characters as of a name.</summary>
    public required string Reason { get; init; }

    /// <summary>The duration that the event shall have; null: as it is.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The cost key that the event shall have; null: as it is.</summary>
    public string? CostKey { get; init; }

    /// <summary>The agent focus that the event shall have; null: as it is.</summary>
    public string? AgentFocus { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> for a field outside its grammar or range.</summary>
    public void ThrowIfInvalid()
    {
        if (!Identifiers.IsEventId(CorrectionId) || !Identifiers.IsEventId(EventId) || !Identifiers.IsName(Reason))
            throw new ArgumentException("A correction's ids and reason must be printable, and of their length.");
        if (CostKey is not null && !Identifiers.IsToken(CostKey))
            throw new ArgumentException($"No cost key: '{CostKey}'.");
        if (AgentFocus is not null && !Identifiers.IsToken(AgentFocus))
            throw new ArgumentException($"No agent focus: '{AgentFocus}'.");
        if (DurationMs is < 0 or > EventLimits.DurationMsMax)
            throw new ArgumentException($"No duration of an event: {DurationMs} ms.");
        if (Kind == CorrectionKind.Void && (DurationMs is not null || CostKey is not null || AgentFocus is not null))
            throw new ArgumentException("A void changes nothing but that the event counts.");
    }
}
