using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Alerts;

/// <summary>An alert as stored: it fires once in each period in which its owner's use reaches the threshold.</summary>
public sealed record AlertRow
{
    /// <summary>The alert's id.</summary>
    public required string AlertId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The company whose use is watched; null: an ATS's.</summary>
    public string? CompanyId { get; init; }

    /// <summary>The ATS whose companies' use is watched; null: a company's.</summary>
    public string? AtsId { get; init; }

    /// <summary>At what use it fires.</summary>
    public required AlertThreshold Threshold { get; init; }

    /// <summary>Whom it tells, by id (ordinal); at least one.</summary>
    public required IReadOnlyList<string> WebhookIds { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>Whether both say the same, whenever they were made.</summary>
    public bool HasContentOf(AlertRow other) =>
        WebhookIds.SequenceEqual(other.WebhookIds, StringComparer.Ordinal) && this == other with { CreatedAt = CreatedAt, WebhookIds = WebhookIds };
}
