using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Webhooks;

/// <summary>What became of an attempt.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="Attempt">Which attempt; of one that is no longer the last, nothing but success counts.</param>
/// <param name="State">What the delivery is now.</param>
/// <param name="At">When.</param>
/// <param name="NextAttemptAt">Pending: when to try again.</param>
/// <param name="Status">The HTTP status; null: no answer.</param>
/// <param name="Error">Why it failed; null: it did not.</param>
public sealed record DeliveryOutcome(
    string DeliveryId, int Attempt, DeliveryState State, Instant At, Instant NextAttemptAt, int? Status, string? Error);
