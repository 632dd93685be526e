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
}
