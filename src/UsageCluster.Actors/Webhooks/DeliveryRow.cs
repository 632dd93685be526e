using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Webhooks;

/// <summary>An event on its way to one webhook.</summary>
public sealed record DeliveryRow
{
    /// <summary>The id that every attempt carries.</summary>
    public required string DeliveryId { get; init; }

    /// <summary>The webhook.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The event, which may go to several webhooks.</summary>
    public required string EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>What is sent, byte for byte.</summary>
    public required string Body { get; init; }

    /// <summary>When it was queued first.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Attempts since it was queued, one under way included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Pending: from when on it is sent (again); an attempt under way holds it until then.</summary>
    public required Instant NextAttemptAt { get; init; }

    /// <summary>When the last attempt began.</summary>
    public Instant? LastAttemptAt { get; init; }

    /// <summary>The HTTP status of the last attempt; null: no answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; init; }

    /// <summary>When the target took it.</summary>
    public Instant? DeliveredAt { get; init; }
}
