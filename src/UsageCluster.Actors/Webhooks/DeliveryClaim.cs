using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Webhooks;

/// <summary>Asks for deliveries that are due.</summary>
/// <param name="Failing">Of webhooks whose last attempt failed, or of the others.</param>
/// <param name="Busy">Webhooks to leave out.</param>
/// <param name="PerWebhook">At most so many of one webhook.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Now">What is due by then.</param>
/// <param name="Until">When what is claimed is due again, unless its attempt has ended by then.</param>
public sealed record DeliveryClaim(bool Failing, IReadOnlyCollection<string> Busy, int PerWebhook, int Limit, Instant Now, Instant Until);
