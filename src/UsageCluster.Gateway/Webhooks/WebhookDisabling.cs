using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Admin;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>Disables a webhook whose target says that it is gone for good.</summary>
internal sealed class WebhookDisabling(IWebhookStore store, TimeProvider time, ILogger<WebhookDisabling> logger)
{
    /// <summary>The HTTP status that says so.</summary>
    public const int GoneStatus = 410;

    public async Task DisableAsync(string webhookId, CancellationToken cancellationToken)
    {
        var now = Instant.From(time.GetUtcNow());
        var stamp = new AuditStamp("system", "webhook.disable", "webhooks/" + webhookId);
        var written = await store.ChangeWebhookAsync(
            webhookId,
            before => before.Disabled ? null : before with { Disabled = true },
            (before, after) => stamp.Record(now, WebhookJson.Whole(before), WebhookJson.Whole(after)),
            cancellationToken);
        if (written == StoreWrite.Updated)
            LogMessages.WebhookGone(logger, webhookId);
    }
}
