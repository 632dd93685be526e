using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Webhooks;

/// <summary>A target of events as stored, with the secrets that they are signed by.</summary>
public sealed record WebhookRow
{
    /// <summary>The webhook's id.</summary>
    public required string WebhookId { get; init; }

    /// <summary>Where events are sent.</summary>
    public required string Url { get; init; }

    /// <summary>What people say of it.</summary>
    public string? Description { get; init; }

    /// <summary>Whether nothing is sent; what is due waits meanwhile.</summary>
    public bool Disabled { get; init; }

    /// <summary>The secret's bytes. Never shown again or logged.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The secret before the last rotation; null if none or past its overlap.</summary>
    public byte[]? PreviousSecret { get; init; }

    /// <summary>Until when events are signed by the previous secret too.</summary>
    public Instant? PreviousSecretUntil { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }
}
