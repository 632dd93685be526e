namespace UsageCluster.Gateway.Webhooks;

/// <summary>What a target said to an attempt.</summary>
/// <param name="Status">The HTTP status; null: no answer.</param>
/// <param name="Error">Why the attempt failed; null: it did not.</param>
/// <param name="Response">The beginning of the answer's body.</param>
internal sealed record WebhookAnswer(int? Status, string? Error, string Response);
