using System.Globalization;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Webhooks;

namespace UsageCluster.Gateway.Admin;

/// <summary>What was sent to a webhook, is to be sent, and is sent again: <c>/admin/webhooks/{id}/deliveries</c>, <c>/dead-letters</c> and <c>/replay</c>.</summary>
internal sealed class DeliveryAdmin(IWebhookStore store, DeliverySignal signal, GatewayOptions options, TimeProvider time)
{
    private const int ReplayMax = 1_000;

    private static readonly string[] States = [.. Enum.GetValues<DeliveryState>().Select(WebhookJson.Word)];

    public Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var word = query.Word("state", States);
        query.ThrowIfBad();
        return ListAsync(context, word is null ? null : Enum.GetValues<DeliveryState>().Single(state => WebhookJson.Word(state) == word));
    }

    public Task ListDeadAsync(HttpContext context) => ListAsync(context, DeliveryState.Dead);

    public async Task ReplayAsync(HttpContext context)
    {
        var now = Instant.From(time.GetUtcNow());
        var replay = Read(await AdminBody.ReadAsync(context, options), now);
        var webhook = await WebhookAdmin.RequireAsync(store, context);
        var stamp = AdminRequest.Stamp(context, "webhook.replay");
        var queued = await store.ReplayAsync(
            webhook.WebhookId, replay, count => stamp.Record(now, null, Json(count)), context.RequestAborted);
        if (queued is null)
            throw new ProblemException(ErrorCodes.DeliveryNotFound, "One of the ids is not a delivery of this webhook; nothing was queued.");
        signal.Raise();
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, Json(queued.Value));
    }

    private static string Json(int queued) => AdminAnswer.Write(json => json.WriteNumber("queued", queued));

    private static DeliveryReplay Read(FieldReader fields, Instant now)
    {
        var ids = fields.Texts("deliveryIds", required: false, ReplayMax, static id => Identifiers.IsEventId(id), "expected a delivery's id.");
        var since = fields.Instant("since");
        if (fields.Has("deliveryIds") == fields.Has("since"))
            fields.Add("deliveryIds", "expected either deliveryIds or since.");
        if (ids is [])
            fields.Add("deliveryIds", string.Create(CultureInfo.InvariantCulture, $"expected 1 to {ReplayMax} ids."));
        fields.ThrowIfBad();
        return new DeliveryReplay(ids, since, now);
    }

    private async Task ListAsync(HttpContext context, DeliveryState? state)
    {
        var page = AdminAnswer.Page(context);
        var webhook = await WebhookAdmin.RequireAsync(store, context);
        var deliveries = await store.ListDeliveriesAsync(webhook.WebhookId, state, page, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, deliveries, WebhookJson.Delivery);
    }
}
