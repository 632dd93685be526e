using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Webhooks;

/// <summary>What of a webhook is queued again: deliveries by id, or every dead letter that was made since an instant. One of the two is given.</summary>
/// <param name="DeliveryIds">The deliveries, in whatever state.</param>
/// <param name="Since">From when on.</param>
/// <param name="At">Now.</param>
public sealed record DeliveryReplay(IReadOnlyList<string>? DeliveryIds, Instant? Since, Instant At);
