namespace UsageCluster.Actors.Webhooks;

/// <summary>A delivery that is the caller's to send until its next attempt is due.</summary>
/// <param name="Delivery">The delivery, this attempt counted.</param>
/// <param name="Webhook">Its webhook.</param>
public sealed record ClaimedDelivery(DeliveryRow Delivery, WebhookRow Webhook);
